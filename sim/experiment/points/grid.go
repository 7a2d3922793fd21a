package points

import (
	"fmt"

	"grapevine/chance"
)

// grid combines every level with every other; the last factor changes fastest.
func grid(factors []Factor, size Size, _ chance.Luck) ([]Point, error) {
	total := 1
	for i := range factors {
		if total *= factors[i].Levels(size.Steps); total > most {
			return nil, fmt.Errorf("the grid has more than %d points: name fewer levels, or take design = \"lhs\"", most)
		}
	}
	all := make([]Point, total)
	for n := range all {
		p := make(Point, len(factors))
		rest := n
		for i := len(factors) - 1; i >= 0; i-- {
			levels := factors[i].Levels(size.Steps)
			p[i] = factors[i].at(rest%levels, levels)
			rest /= levels
		}
		all[n] = p
	}
	return all, nil
}

// list takes the k-th levels of all factors together.
func list(factors []Factor, size Size, _ chance.Luck) ([]Point, error) {
	levels := factors[0].Levels(size.Steps)
	for i := range factors {
		if n := factors[i].Levels(size.Steps); n != levels {
			return nil, fmt.Errorf("a list goes line by line, but %s has %d levels and %s %d: want as many of each", factors[0].Key, levels, factors[i].Key, n)
		}
	}
	all := make([]Point, levels)
	for n := range all {
		all[n] = make(Point, len(factors))
		for i := range factors {
			all[n][i] = factors[i].at(n, levels)
		}
	}
	return all, nil
}

// oneAtATime starts with the scenario as it is, then takes each factor over
// its levels.
func oneAtATime(factors []Factor, size Size, _ chance.Luck) ([]Point, error) {
	base := func() Point {
		p := make(Point, len(factors))
		for i := range p {
			p[i] = Own
		}
		return p
	}
	all := []Point{base()}
	for i := range factors {
		levels := factors[i].Levels(size.Steps)
		for k := range levels {
			p := base()
			p[i] = factors[i].at(k, levels)
			all = append(all, p)
		}
	}
	return all, nil
}
