package network

import (
	"math"
	"slices"

	"grapevine/chance"
)

// RandomGeometric scatters customers over a square and ties those who live
// close to each other: Dall & Christensen (Physical Review E 66, 2002). The
// reach is the one that gives the mean degree where there are no borders, as
// on a torus. It takes O(customers + ties).
type RandomGeometric struct {
	MeanDegree float64 `toml:"mean_degree" default:"8" range:"(0,)" doc:"Ties of a customer on average, away from borders."`
	Torus      bool    `toml:"torus" default:"true" doc:"Whether opposite borders of the square meet."`
}

var places = chance.NewPurpose("network: where a customer lives")

// Validate implements [Generator].
func (r *RandomGeometric) Validate(customers int) []error {
	return faults(r,
		unless(r.MeanDegree <= float64(customers-1)*math.Pi/4, "mean_degree", r.MeanDegree, "at most π/4·(customers - 1) = %.6g", float64(customers-1)*math.Pi/4),
		fits(r.MeanDegree*float64(customers)/2))
}

// Generate implements [Generator].
func (r *RandomGeometric) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	m := newTown(customers, math.Sqrt(r.MeanDegree/(math.Pi*float64(customers-1))), r.Torus, luck, workers)
	lists := make([][]Tie, m.side)
	each(workers, m.side, func(row int) {
		residents := m.starts[(row+1)*m.side] - m.starts[row*m.side]
		lists[row] = make([]Tie, 0, int(r.MeanDegree*float64(residents)*0.55)+64)
		for column := range m.side {
			lists[row] = m.visit(row, column, lists[row])
		}
	})
	g, _ := build(customers, inLists(lists...), false, workers)
	return g, nil
}

// town is a square cut into square cells that are at least the reach wide, so
// that ties lead to the same or the next cell.
type town struct {
	reach  float64
	torus  bool
	side   int   // cells along a side
	starts []int // first resident of each cell, and the end
	who    []int32
	x, y   []float64 // of the residents
}

// newTown deals customers to the places where they live.
func newTown(customers int, reach float64, torus bool, luck chance.Luck, workers int) *town {
	t := &town{reach: reach, torus: torus, side: min(int(1/reach), int(math.Sqrt(float64(customers)))+1)}
	if t.side < 3 {
		t.side = 1 // a cell would meet another on two sides
	}
	// Customers are dealt to rows of cells, and within a row to its cells; those
	// of a cell keep their order.
	x, y := make([]float64, customers), make([]float64, customers)
	parts := (customers + chunk - 1) / chunk
	next := make([][]int32, parts) // of each part and row: the place of the next customer
	each(workers, parts, func(k int) {
		counts := make([]int32, t.side)
		for i := k * chunk; i < min((k+1)*chunk, customers); i++ {
			x[i], y[i] = luck.Uniforms(places, uint32(i), 0)
			counts[t.place(y[i])]++
		}
		next[k] = counts
	})
	starts, at := make([]int, t.side+1), int32(0)
	for row := range t.side {
		starts[row] = int(at)
		for _, counts := range next {
			counts[row], at = at, at+counts[row]
		}
	}
	starts[t.side] = customers
	byRow := make([]int32, customers)
	each(workers, parts, func(k int) {
		for i := k * chunk; i < min((k+1)*chunk, customers); i++ {
			at := &next[k][t.place(y[i])]
			byRow[*at] = int32(i)
			*at++
		}
	})
	t.starts = make([]int, t.side*t.side+1)
	t.who, t.x, t.y = make([]int32, customers), make([]float64, customers), make([]float64, customers)
	each(workers, t.side, func(row int) {
		next := make([]int, t.side+1)
		for _, i := range byRow[starts[row]:starts[row+1]] {
			next[t.place(x[i])+1]++
		}
		next[0] = starts[row]
		for c := range t.side {
			next[c+1] += next[c]
			t.starts[row*t.side+c] = next[c]
		}
		for _, i := range byRow[starts[row]:starts[row+1]] {
			at := &next[t.place(x[i])]
			t.who[*at], t.x[*at], t.y[*at] = i, x[i], y[i]
			*at++
		}
	})
	t.starts[t.side*t.side] = customers
	return t
}

// place returns the row or column of cells in which a coordinate lies.
func (t *town) place(z float64) int { return min(int(z*float64(t.side)), t.side-1) }

// visit appends the ties within a cell and to the cells east and south of it.
func (t *town) visit(row, column int, ties []Tie) []Tie {
	c := row*t.side + column
	if t.side == 1 {
		return t.visitAll(ties)
	}
	for a := t.starts[c]; a < t.starts[c+1]; a++ {
		ties = t.meet(a, a+1, t.starts[c+1], t.x[a], t.y[a], ties)
	}
	for _, d := range [...][2]int{{0, 1}, {1, -1}, {1, 0}, {1, 1}} {
		r, k := row+d[0], column+d[1]
		if !t.torus && (r == t.side || k < 0 || k == t.side) {
			continue
		}
		// Beyond a border that meets the opposite one the square is there again.
		var east, south float64
		switch {
		case k == t.side:
			k, east = 0, 1
		case k < 0:
			k, east = t.side-1, -1
		}
		if r == t.side {
			r, south = 0, 1
		}
		o := r*t.side + k
		for a := t.starts[c]; a < t.starts[c+1]; a++ {
			ties = t.meet(a, t.starts[o], t.starts[o+1], t.x[a]-east, t.y[a]-south, ties)
		}
	}
	return ties
}

// visitAll appends all ties of a town of one cell.
func (t *town) visitAll(ties []Tie) []Tie {
	limit := t.reach * t.reach
	for a := range t.who {
		for b := a + 1; b < len(t.who); b++ {
			dx, dy := math.Abs(t.x[a]-t.x[b]), math.Abs(t.y[a]-t.y[b])
			if t.torus {
				dx, dy = min(dx, 1-dx), min(dy, 1-dy)
			}
			if float64(dx*dx)+float64(dy*dy) <= limit {
				ties = append(ties, Tie{t.who[a], t.who[b]})
			}
		}
	}
	return ties
}

// meet appends the ties of resident a, who is at x, y, to those of from … to-1
// within reach. About every third is, which nobody could foretell, so all are
// written down, and who is too far away is written over.
func (t *town) meet(a, from, to int, x, y float64, ties []Tie) []Tie {
	limit := t.reach * t.reach
	at, who := len(ties), t.who[a]
	ties = slices.Grow(ties, to-from)[:at+to-from]
	xs, ys, others := t.x[from:to], t.y[from:to], t.who[from:to]
	ys, others = ys[:len(xs)], others[:len(xs)]
	for b := range xs {
		dx, dy := x-xs[b], y-ys[b]
		ties[at] = Tie{who, others[b]}
		far := math.Float64bits(limit-(float64(dx*dx)+float64(dy*dy))) >> 63
		at += 1 - int(far)
	}
	return ties[:at]
}
