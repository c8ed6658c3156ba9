# What a new user and a contributor type. README.md and CONTRIBUTING.md say more.

TRENT := .build/release/trent

.PHONY: run test test-clients test-package check bench package clean build

# Builds Trent and serves ./data on 127.0.0.1:4599.
run:
	@Tools/install-packages.sh run
	@$(MAKE) --no-print-directory build
	@Tools/run.sh $(TRENT)

# Everything, with the counts at the end.
test:
	@Tools/test.sh

# Further clients, AWS's SDKs of other languages and Terraform, as far as they are there; ends with a table of what became
# of each.
test-clients:
	-@Tools/install-packages.sh clients
	@$(MAKE) --no-print-directory build
	@Clients/further-clients.sh

# A Debian package in dist/, with the Swift runtime inside.
package:
	@Tools/install-packages.sh package
	@Tools/package.sh

# The package in Debian systems of its own, which debootstrap makes; takes root.
test-package: package
	@Tools/install-packages.sh test-package
	@Clients/run.sh -m package

# The quick door: format, import law, tidy test, unit tests of floors 0-4.
check:
	@Tools/check.sh

# Figures of servers of its own, beside those that are checked in; a quarter of an hour.
bench: build
	swift build --configuration release --product ConstantBody
	swift build --configuration release --product MicroBenchmark
	@Benchmarks/run.sh $(TRENT)

build:
	swift build --configuration release --product trent

clean:
	rm -rf .build .build-core .build-package dist Clients/.venv Clients/encryption/.venv
