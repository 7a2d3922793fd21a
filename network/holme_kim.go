package network

import "grapevine/chance"

// HolmeKim is preferential attachment in which a newcomer often meets the
// friends of a new friend too: Holme & Kim (Physical Review E 65, 2002). After
// a first tie drawn as by [BarabasiAlbert], each further one is, with
// probability Triads, to a random neighbour of the one drawn last, if there is
// one who is new. It takes O(ties), on one core: a friend's friends must be
// known.
type HolmeKim struct {
	Attach int     `toml:"attach" default:"3" range:"[1,)" doc:"Ties that each newcomer makes; the mean degree is twice that."`
	Triads float64 `toml:"triads" default:"0.5" range:"[0,1]" doc:"Probability that a tie closes a triangle."`
}

var triads = chance.NewPurpose("network: which ties close a triangle")

// Validate implements [Generator].
func (h *HolmeKim) Validate(customers int) []error {
	return append(attaches(h.Attach, customers),
		only(unless(0 <= h.Triads && h.Triads <= 1, "triads", h.Triads, "between 0 and 1"))...)
}

// Generate implements [Generator].
func (h *HolmeKim) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	m, draw := h.Attach, newStream(luck, triads, 0)
	ties := make([]Tie, 0, m*(customers-m))
	rows := make([][]int32, customers)
	room := make([]int32, 2*m*customers) // most customers never need more
	for i := range rows {
		rows[i] = room[2*m*i : 2*m*i : 2*m*(i+1)]
	}
	seen := make([]int32, customers) // the newcomer who tied to a customer last
	add := func(v, to int32) {
		ties = append(ties, Tie{v, to})
		rows[to] = append(rows[to], v)
		rows[v] = append(rows[v], to)
		seen[to] = v
	}
	for j := range m {
		add(int32(m), int32(j))
	}
	for v := int32(m + 1); int(v) < customers; v++ {
		seen[v] = v
		ends := 2 * len(ties)
		friend := int32(-1)
		for have := 0; have < m; {
			if friend >= 0 && draw.unit() < h.Triads {
				if to := newcomer(rows[friend], seen, v, draw); to >= 0 {
					add(v, to)
					have++
					continue
				}
			}
			for {
				end := draw.below(ends)
				if friend = ties[end>>1][1-end&1]; seen[friend] != v {
					break
				}
			}
			add(v, friend)
			have++
		}
	}
	rows, room = nil, nil
	g, _ := build(customers, inLists(ties), false, workers)
	return g, nil
}

// newcomer draws one of a row who is new to v, or -1 if there is none.
func newcomer(row, seen []int32, v int32, draw *stream) int32 {
	for range 8 {
		if to := row[draw.below(len(row))]; seen[to] != v {
			return to
		}
	}
	var fresh []int32
	for _, to := range row {
		if seen[to] != v {
			fresh = append(fresh, to)
		}
	}
	if len(fresh) == 0 {
		return -1
	}
	return fresh[draw.below(len(fresh))]
}
