"""导出资料包: contents and gaps, checks, making with a self-check, verifying any bundle."""
