"""The pages: portal (holder), desk (staff), public (anyone who verifies)."""
