"""A small library is disturbed at every step, and must end as if it had not been."""
