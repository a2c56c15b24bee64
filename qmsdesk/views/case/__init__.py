"""The page on which a good case is written (6.10, annex D)."""
