"""到期与提醒: the page, the figures in the sidebar, and the sheets that are handed out and come back."""
