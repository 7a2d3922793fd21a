package network

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// draft is a graph while it is read.
type draft struct {
	Import
	asked       ReadOptions
	edges, arcs drafted // ties that lead both ways, and one way
	order       int     // customers, if the file says how many; else -1

	// As long as all ids are integers they stand for themselves.
	plain   bool
	names   []string
	numbers map[string]int32
}

// drafted are ties with their strengths.
type drafted struct {
	ties    []Tie
	weights []float32 // empty unless weighted
}

func newDraft(o ReadOptions) *draft { return &draft{asked: o, order: -1, plain: true} }

// pair returns the customers with two ids.
func (d *draft) pair(a, b []byte) Tie {
	if d.plain {
		i, ok := integer(a)
		j, also := integer(b)
		if ok && also {
			return Tie{i, j}
		}
		d.enrol()
	}
	return Tie{d.customer(a), d.customer(b)}
}

// integer reads a number that is written as we would write it.
func integer(id []byte) (int32, bool) {
	if len(id) == 0 || len(id) > 10 || id[0] == '0' && len(id) > 1 {
		return 0, false
	}
	n := 0
	for _, c := range id {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return int32(n), n < math.MaxInt32
}

// customer returns the number of an id, a new one if it is new.
func (d *draft) customer(id []byte) int32 {
	if i, known := d.numbers[string(id)]; known {
		return i
	}
	i := int32(len(d.names))
	d.names = append(d.names, string(id))
	d.numbers[d.names[i]] = i
	return i
}

// enrol gives numbers to ids that stood for themselves, in the order in which
// they appear, and makes ready for those to come.
func (d *draft) enrol() {
	d.rename()
	d.numbers = make(map[string]int32, len(d.names))
	for i, name := range d.names {
		d.numbers[name] = int32(i)
	}
}

// rename gives numbers to ids that stood for themselves.
func (d *draft) rename() {
	d.plain = false
	// Where ids are not far between, a list finds them ten times as fast as a map.
	most := d.most()
	var number func(id int32) *int32
	if int(most) < 16*(len(d.edges.ties)+len(d.arcs.ties)) {
		list := make([]int32, most+1) // one more than the number
		number = func(id int32) *int32 { return &list[id] }
	} else {
		all := map[int32]*int32{}
		number = func(id int32) *int32 {
			if all[id] == nil {
				all[id] = new(int32)
			}
			return all[id]
		}
	}
	for _, ties := range [][]Tie{d.edges.ties, d.arcs.ties} {
		for k := range ties {
			for end, id := range ties[k] {
				i := number(id)
				if *i == 0 {
					d.names = append(d.names, strconv.Itoa(int(id)))
					*i = int32(len(d.names))
				}
				ties[k][end] = *i - 1
			}
		}
	}
}

// most returns the largest id that stands for itself, or -1.
func (d *draft) most() int32 {
	most := int32(-1)
	for _, list := range [][]Tie{d.edges.ties, d.arcs.ties} {
		for _, t := range list {
			most = max(most, t[0], t[1])
		}
	}
	return most
}

// tie adds a tie.
func (d *draft) tie(t Tie, weight float32, directed bool) error {
	to := &d.edges
	if directed {
		to = &d.arcs
	}
	to.ties = append(to.ties, t)
	if d.asked.Weighted {
		to.weights = append(to.weights, weight)
	}
	if len(d.names) >= math.MaxInt32 {
		return fmt.Errorf("more customers than a graph can hold: want fewer than %d", math.MaxInt32)
	}
	return fits(float64(2*len(d.edges.ties) + len(d.arcs.ties)))
}

// weight reads the strength of a tie.
func weight(text string) (float32, error) {
	w, err := strconv.ParseFloat(text, 32)
	if err != nil || !(w > 0) || math.IsInf(w, 1) || float32(w) == 0 {
		return 0, fmt.Errorf("strength %s: want a number above 0, with a point if it is broken", short([]byte(text)))
	}
	return float32(w), nil
}

// finish makes the graph.
func (d *draft) finish(l *lines) (*Graph, Import, error) {
	if err := d.count(); err != nil {
		return nil, Import{}, l.fault("%v", err)
	}
	if d.asked.Weighted && !d.Weighted && len(d.edges.ties)+len(d.arcs.ties) > 0 {
		return nil, Import{}, l.fault("no tie has a strength: want one for each, or ties that are all equal (weighted = false)")
	}
	d.keepIntegers()
	ties := d.edges
	if d.Mixed = len(d.edges.ties) > 0 && len(d.arcs.ties) > 0; len(d.arcs.ties) > 0 {
		ties = d.arcs
		ties.weights = append(append(ties.weights, d.edges.weights...), d.edges.weights...)
		ties.ties = append(ties.ties, d.edges.ties...)
		for _, t := range d.edges.ties {
			ties.ties = append(ties.ties, Tie{t[1], t[0]})
		}
		d.Directed = true
	}
	var g *Graph
	if d.Weighted {
		g, d.Loss = FromWeightedTies(d.order, ties.ties, ties.weights, d.Directed)
	} else {
		g, d.Loss = FromTies(d.order, ties.ties, d.Directed)
	}
	d.Name, d.Customers, d.Ties = l.name, g.Order(), g.Size()
	return g, d.Import, nil
}

// count finds the number of customers. Integer ids that are not the numbers
// from 0, each used unless the file says how many there are, become names.
func (d *draft) count() error {
	ties := len(d.edges.ties) + len(d.arcs.ties)
	if d.plain {
		most := d.most()
		switch {
		case d.order >= 0 && int(most) >= d.order:
			return fmt.Errorf("customer %d in a file of %d customers: want 0 … %d", most, d.order, d.order-1)
		case d.order < 0 && d.gapless(most):
			d.order = int(most) + 1
		case d.order < 0:
			d.rename()
		}
	}
	switch most := min(1_000_000+100*ties, math.MaxInt32); {
	case d.order > most:
		return fmt.Errorf("%d customers, but %d ties: want at most %d customers", d.order, ties, most)
	case !d.plain && d.order >= 0 && len(d.names) > d.order:
		return fmt.Errorf("%d ids in a file of %d customers: want no more", len(d.names), d.order)
	case !d.plain && d.order < 0:
		d.order = len(d.names)
	}
	for k := len(d.names); !d.plain && k < d.order; k++ {
		d.names = append(d.names, "")
	}
	if d.order == 0 {
		return fmt.Errorf("no customers: want at least one tie")
	}
	return nil
}

// gapless reports whether every number up to most has a tie.
func (d *draft) gapless(most int32) bool {
	if int(most) >= 2*(len(d.edges.ties)+len(d.arcs.ties)) {
		return false
	}
	seen := make([]bool, most+1)
	for _, list := range [][]Tie{d.edges.ties, d.arcs.ties} {
		for _, t := range list {
			seen[t[0]], seen[t[1]] = true, true
		}
	}
	return !slices.Contains(seen, false)
}

// keepIntegers renumbers customers whose names are the numbers from 0 in some
// order, so that they keep them.
func (d *draft) keepIntegers() {
	numbers := make([]int32, len(d.names))
	taken := make([]bool, len(d.names))
	for k, name := range d.names {
		i, ok := integer([]byte(name))
		if !ok || int(i) >= len(taken) || taken[i] {
			d.Names = d.names
			return
		}
		numbers[k], taken[i] = i, true
	}
	if d.plain {
		return
	}
	for _, list := range [][]Tie{d.edges.ties, d.arcs.ties} {
		for k, t := range list {
			list[k] = Tie{numbers[t[0]], numbers[t[1]]}
		}
	}
}
