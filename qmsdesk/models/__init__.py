"""Tables, schema steps and the workspace file. No Qt, and no database bound to a model: every query is
executed on the database of the workspace it belongs to, so two workspaces can be open at once."""
