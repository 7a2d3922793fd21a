package network

import (
	"slices"

	"grapevine/chance"
)

// HolmeKim is preferential attachment in which a newcomer often meets the
// friends of a new friend too: Holme & Kim (Physical Review E 65, 2002). After
// a first tie drawn as by [BarabasiAlbert], each further one is, with
// probability Triads, to a random neighbour of the one drawn last in that way,
// if there is one who is new. It takes O(ties).
//
// Whom a newcomer ties to depends on all before, but seldom on those just
// before: workers find it out for some newcomers at a time, and what turns out
// to have depended on one of these is found out again.
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
	g := newGathering(h, customers, luck)
	g.grow(workers)
	g.followers, g.arena = nil, nil
	graph, _ := build(customers, owned{h.Attach, h.Attach, g.targets}, false, workers)
	return graph, nil
}

// gathering is a graph of Holme and Kim while it grows. Ties and their ends
// are numbered as in an [attachment].
type gathering struct {
	*HolmeKim
	luck      chance.Luck
	targets   []int32
	followers []following // by customer
	arena     []int32     // where followers stand
}

// following says where those stand who tied themselves to a customer. There is
// room for the next power of 2 of them, and for four at least.
type following struct{ at, count uint32 }

const fewFollowers = 4

func newGathering(h *HolmeKim, customers int, luck chance.Luck) *gathering {
	ties := h.Attach * (customers - h.Attach)
	return &gathering{HolmeKim: h, luck: luck, targets: make([]int32, ties), followers: make([]following, customers), arena: make([]int32, 0, 4*ties)}
}

// of returns whom a newcomer is tied to.
func (g *gathering) of(v int) []int32 { return g.targets[(v-g.Attach)*g.Attach:][:g.Attach:g.Attach] }

// grow lets all newcomers arrive.
func (g *gathering) grow(workers int) {
	const most, portion = 1 << 10, 1 << 7
	guesses := make([]guess, most)
	var meetings pool[*meeting]
	for from := g.Attach; from < len(g.followers); {
		to := min(from+min(1+from/128, most), len(g.followers))
		if from < portion {
			to = from + 1
		}
		each(workers, (to-from+portion-1)/portion, func(k int) {
			m := meetings.take(func() *meeting { return &meeting{gathering: g} })
			for v := from + k*portion; v < min(from+(k+1)*portion, to); v++ {
				m.known, m.asked = (from-g.Attach)*g.Attach, &guesses[v-from]
				m.arrive(v)
			}
			meetings.give(m)
		})
		again := &meeting{gathering: g}
		for v := from; v < to; v++ {
			if !guesses[v-from].holds(g) {
				again.known, again.asked = (v-g.Attach)*g.Attach, &guesses[v-from]
				again.arrive(v)
			}
			for _, t := range g.of(v) {
				g.follow(t, int32(v))
			}
		}
		from = to
	}
}

// follow adds a follower.
func (g *gathering) follow(to, v int32) {
	f := &g.followers[to]
	switch n := f.count; {
	case n == 0:
		f.at = uint32(len(g.arena))
		g.arena = append(g.arena, make([]int32, fewFollowers)...)
	case n >= fewFollowers && n&(n-1) == 0:
		was := f.at
		f.at = uint32(len(g.arena))
		g.arena = append(g.arena, g.arena[was:was+n]...)
		g.arena = append(g.arena, g.arena[was:was+n]...) // room, to be written over
	}
	g.arena[f.at+f.count] = v
	f.count++
}

// guess is what the ties of a newcomer have depended on, beyond the ties that
// were known when they were found out.
type guess struct {
	unknown bool // they depend on a tie that was not known yet
	rows    []dependence
}

// dependence is on how many followers a customer had.
type dependence struct {
	customer int32
	count    uint32
}

// holds reports whether all is still as it was.
func (d *guess) holds(g *gathering) bool {
	for _, r := range d.rows {
		if g.followers[r.customer].count != r.count {
			return false
		}
	}
	return !d.unknown
}

// meeting finds out whom newcomers tie themselves to.
type meeting struct {
	*gathering
	known int // ties
	asked *guess
	draw  stream
}

// arrive writes down the ties of newcomer v.
func (m *meeting) arrive(v int) {
	to, have := m.of(v), 0
	m.asked.unknown, m.asked.rows = false, m.asked.rows[:0]
	if v == m.Attach {
		for j := range to {
			to[j] = int32(j)
		}
		return
	}
	m.draw.reset(m.luck, triads, v)
	ends := 2 * m.Attach * (v - m.Attach)
	friend, other := int32(-1), int32(-1)
	for have < len(to) {
		if friend >= 0 && m.draw.unit() < m.Triads {
			if t := m.neighbour(friend, other, to[:have]); t >= 0 {
				to[have], other = t, -1
				have++
				continue
			}
		}
		for {
			end := m.draw.below(ends)
			e := end >> 1
			if e >= m.known {
				m.asked.unknown = true
				return
			}
			friend, other = int32(m.Attach)+int32(uint32(e)/uint32(m.Attach)), m.targets[e]
			if end&1 == 1 {
				friend, other = other, friend
			}
			if !slices.Contains(to[:have], friend) {
				break
			}
		}
		to[have] = friend
		have++
	}
}

// neighbour draws one who is tied to a friend, but not yet to the newcomer, or
// returns -1 if there is none. The other end of the tie by which the friend was
// drawn is such a draw; it is -1 if it is used up.
func (m *meeting) neighbour(friend, other int32, to []int32) int32 {
	if other >= 0 && !slices.Contains(to, other) {
		return other
	}
	f := m.followers[friend]
	m.asked.rows = append(m.asked.rows, dependence{friend, f.count})
	var own []int32
	if int(friend) >= m.Attach {
		own = m.of(int(friend))
	}
	theirs := m.arena[f.at : f.at+f.count]
	for range 8 {
		k := m.draw.below(len(own) + len(theirs))
		t := int32(0)
		if k < len(own) {
			t = own[k]
		} else {
			t = theirs[k-len(own)]
		}
		if !slices.Contains(to, t) {
			return t
		}
	}
	var fresh []int32
	for _, row := range [][]int32{own, theirs} {
		for _, t := range row {
			if !slices.Contains(to, t) {
				fresh = append(fresh, t)
			}
		}
	}
	if len(fresh) == 0 {
		return -1
	}
	return fresh[m.draw.below(len(fresh))]
}
