"""docs/guides/terraform.md, as its reader follows it."""

import guides
import pytest
import terraforming

*STEPS, IN_A_TEST = guides.steps("terraform.md")

pytestmark = pytest.mark.further_clients


@pytest.fixture
def settings(tmp_path, record_property):
    record_property("client", "Terraform's guide")
    return terraforming.settings(tmp_path)


def test_the_guide_is_right(serve, tmp_path, settings):
    guides.follow(STEPS, serve(), tmp_path, **settings)


def test_its_end_is_right_for_an_emulator(serve, tmp_path, settings):
    files = [step for step in STEPS if step.title]
    guides.follow([*files, IN_A_TEST], serve(None, "--dev"), tmp_path, **settings)
