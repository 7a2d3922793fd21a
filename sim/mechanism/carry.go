package mechanism

// carry is what is left of things counted in the mean, which waits until it
// makes up a whole one.
type carry float64

// whole adds to it, and takes out the whole ones.
func (c *carry) whole(more float64) int64 {
	*c += carry(more)
	n := int64(*c)
	*c -= carry(n)
	return n
}
