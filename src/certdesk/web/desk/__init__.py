"""The desk: where officers, approvers and heads of office work."""
