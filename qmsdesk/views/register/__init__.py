"""One page for every register: list, detail pane, child rows, attachments and history, read from its declaration."""
