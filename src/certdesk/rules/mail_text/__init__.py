"""What a person's mail says: what is new in it, and which facts of an application stand where. Pure."""
