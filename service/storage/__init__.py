"""Where results lie: the bucket, the spool before it, and what takes them away again."""
