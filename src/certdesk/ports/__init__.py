"""What the desk asks of the world, as protocols. Every real adapter has a null twin that passes the same tests."""
