"""What Tools/generate_model.py is made of."""
