"""Background work: the worker, its schedules, and the table of handlers that call the journey."""
