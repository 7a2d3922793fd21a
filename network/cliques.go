package network

import "grapevine/chance"

// Cliques cuts the market into circles of equal size in which everybody knows
// everybody, and nobody else: the strong ties of Goldenberg, Libai & Muller
// (Marketing Letters 12, 2001). It takes O(customers · size).
type Cliques struct {
	Size int `toml:"size" default:"5" range:"[1,)" doc:"Customers of a circle."`
}

// Validate implements [Generator].
func (c *Cliques) Validate(customers int) []error {
	return faults(c, unless(c.Size < 1 || customers%c.Size == 0, "size", c.Size, "a divisor of customers = %d", customers),
		fits(float64(c.Size-1)*float64(customers)/2))
}

// Generate implements [Generator].
func (c *Cliques) Generate(customers int, _ chance.Luck, workers int) (*Graph, error) {
	ties := make([]Tie, 0, customers*(c.Size-1)/2)
	for i := range customers {
		for j := i - i%c.Size; j < i; j++ {
			ties = append(ties, Tie{int32(i), int32(j)})
		}
	}
	g, _ := build(customers, inLists(ties), false, workers)
	return g, nil
}

// Planted implements [Planter]: the circles.
func (c *Cliques) Planted(customers int, _ chance.Luck) []int32 {
	all := make([]int32, customers)
	for i := range all {
		all[i] = int32(i / c.Size)
	}
	return all
}
