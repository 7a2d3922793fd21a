package network

import "grapevine/chance"

// Lattice ties customers to those north, south, east and west of them (von
// Neumann's neighbourhood), with corners to those between, too (Moore's). They
// are numbered row by row. It takes O(customers).
type Lattice struct {
	Columns  *int `toml:"columns" range:"[1,)" doc:"Customers in a row; without it the grid is as square as their number allows."`
	Periodic bool `toml:"periodic" default:"true" doc:"Whether opposite borders meet."`
	Corners  bool `toml:"corners" default:"false" doc:"Whether the four at the corners are neighbours, too."`
}

// Validate implements [Generator].
func (l *Lattice) Validate(customers int) []error {
	all := faults(l)
	if len(all) > 0 {
		return all
	}
	columns := l.columns(customers)
	return only(
		unless(customers%columns == 0, "columns", columns, "a divisor of customers = %d", customers),
		unless(!l.Periodic || min(columns, customers/columns) >= 3, "periodic", true, "at least 3 rows and 3 columns, not %d × %d", customers/columns, columns))
}

// columns returns the smallest divisor of the number of customers that makes
// no more rows than columns.
func (l *Lattice) columns(customers int) int {
	if l.Columns != nil {
		return *l.Columns
	}
	rows := 1
	for d := 1; d*d <= customers; d++ {
		if customers%d == 0 {
			rows = d
		}
	}
	return customers / rows
}

// Generate implements [Generator].
func (l *Lattice) Generate(customers int, _ chance.Luck, workers int) (*Graph, error) {
	columns := l.columns(customers)
	rows := customers / columns
	steps := [][2]int{{1, 0}, {0, 1}} // east, south
	if l.Corners {
		steps = append(steps, [2]int{1, 1}, [2]int{-1, 1})
	}
	ties := make([]Tie, 0, len(steps)*customers)
	for i := range customers {
		for _, step := range steps {
			x, y := i%columns+step[0], i/columns+step[1]
			if !l.Periodic && (x < 0 || x >= columns || y >= rows) {
				continue
			}
			x, y = (x+columns)%columns, y%rows
			ties = append(ties, Tie{int32(i), int32(y*columns + x)})
		}
	}
	g, _ := build(customers, inLists(ties), false, workers)
	return g, nil
}
