"""The evidence map: what each requirement asks for and how it stands, computed from the records alone."""
