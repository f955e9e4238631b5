"""The job queue as a table of the desk's own database, with leases: docs/decisions/0002-job-queue.md says why."""
