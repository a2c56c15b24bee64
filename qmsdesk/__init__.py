"""QMSDesk 质量管理台: the quality desk of a small enterprise under DB3203/T 1023—2023."""

__version__ = "0.1.0"
