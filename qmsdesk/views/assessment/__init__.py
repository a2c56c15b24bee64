"""自我评价: 表C.1 with its total, its sources, what stands before 定稿, and its versions (6.9.4–6.9.8)."""
