"""Where window, workspace and pages come together: opening, choosing who works, building the pages."""
