package network

import "grapevine/chance"

// RandomRegular gives every customer the same number of ties, to random
// others: the configuration model with repairs (see [Configuration]). It takes
// O(ties), or O(customers²) if more than half of all pairs have a tie.
type RandomRegular struct {
	Degree int `toml:"degree" default:"4" range:"[0,)" doc:"Ties of every customer."`
}

// Validate implements [Generator].
func (r *RandomRegular) Validate(customers int) []error {
	return faults(r,
		unless(r.Degree < customers, "degree", r.Degree, "less than customers = %d", customers),
		unless(r.Degree%2 == 0 || customers%2 == 0, "degree", r.Degree, "an even number, for customers = %d is odd", customers),
		fits(float64(r.Degree)*float64(customers)/2))
}

// Generate implements [Generator].
func (r *RandomRegular) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	if rest := customers - 1 - r.Degree; rest < r.Degree {
		g, err := (&RandomRegular{rest}).Generate(customers, luck, workers)
		if err != nil {
			return nil, err
		}
		return complement(g, workers), nil
	}
	degrees := make([]int32, customers)
	for i := range degrees {
		degrees[i] = int32(r.Degree)
	}
	g, lost, stubs := join(degrees, luck, workers)
	return simplify(g, lost, stubs, newStream(luck, repairs, 0))
}
