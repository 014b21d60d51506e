//! Results that have a view of their own: one file each.
