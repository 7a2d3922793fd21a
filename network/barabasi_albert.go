package network

import "grapevine/chance"

// BarabasiAlbert lets customers arrive one by one and tie themselves to
// earlier ones in proportion to the ties those have: Barabási & Albert
// (Science 286, 1999). The first Attach customers have no ties until the next
// arrives, so there are attach·(customers - attach) ties, and a share
// 2m(m+1)/(k(k+1)(k+2)) of the customers has degree k.
//
// It takes O(ties). Who a tie leads to can be found from the draws of earlier
// ties alone (Sanders & Schulz, Information Processing Letters 116, 2016), so
// workers need not wait for each other.
type BarabasiAlbert struct {
	Attach int `toml:"attach" default:"3" range:"[1,)" doc:"Ties that each newcomer makes; the mean degree is twice that."`
}

var arrivals = chance.NewPurpose("network: who a newcomer attaches to")

// Validate implements [Generator].
func (b *BarabasiAlbert) Validate(customers int) []error {
	return attaches(b.Attach, customers)
}

// attaches checks a number of ties that each newcomer makes.
func attaches(attach, customers int) []error {
	return only(unless(1 <= attach && attach < customers, "attach", attach, "1 ≤ attach < customers = %d", customers),
		fits(float64(attach)*float64(customers)))
}

// Generate implements [Generator].
func (b *BarabasiAlbert) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	a := attachment{m: b.Attach, luck: luck, ties: make([]Tie, b.Attach*(customers-b.Attach))}
	const alone = 1 << 12 // the first customers are few, and often tied to each other
	a.arrive(b.Attach, min(alone, customers))
	for a.known < customers {
		// A batch is so small beside those before it that few of its ties lead to
		// another tie of the batch, one in eight m; so finding that one out anew
		// costs little.
		from := a.known
		to := min(customers, from+max(1, from/(4*a.m)))
		const block = 1 << 9
		each(workers, (to-from+block-1)/block, func(k int) {
			for v := from + k*block; v < min(from+(k+1)*block, to); v++ {
				a.attach(v, a.m, a.ties[(v-a.m)*a.m:])
			}
		})
		a.known = to
	}
	g, _ := build(customers, [][]Tie{a.ties}, false, workers)
	return g, nil
}

// attachment is a growing graph. Tie e belongs to newcomer m + e/m. Ends of
// ties are counted 2e (the newcomer) and 2e+1; to draw an end is to draw a
// customer in proportion to their degree.
type attachment struct {
	m     int
	luck  chance.Luck
	ties  []Tie
	known int // newcomers before this one have their ties
}

// arrive settles the newcomers from … to-1 one after the other.
func (a *attachment) arrive(from, to int) {
	for v := from; v < to; v++ {
		a.known = v
		a.attach(v, a.m, a.ties[(v-a.m)*a.m:])
	}
	a.known = max(from, to)
}

// attach writes the first count ties of newcomer v. A customer who was drawn
// before is drawn again.
func (a *attachment) attach(v, count int, to []Tie) {
	if v == a.m {
		for j := range count {
			to[j] = Tie{int32(v), int32(j)}
		}
		return
	}
	ends := 2 * a.m * (v - a.m)
	var spare uint64
	have := 0
next:
	for draw := uint32(0); have < count; draw++ {
		bits := spare
		if draw&1 == 0 {
			bits, spare = a.luck.Bits(arrivals, uint32(v), draw>>1)
		}
		target := a.holder(chance.Below(bits, ends))
		for _, t := range to[:have] {
			if t[1] == target {
				continue next
			}
		}
		to[have] = Tie{int32(v), target}
		have++
	}
}

// holder returns the customer at an end of a tie.
func (a *attachment) holder(end int) int32 {
	e := end >> 1
	v := a.m + int(uint32(e)/uint32(a.m))
	switch {
	case end&1 == 0:
		return int32(v)
	case v < a.known:
		return a.ties[e][1]
	}
	j := e - (v-a.m)*a.m
	again := make([]Tie, j+1)
	a.attach(v, j+1, again)
	return again[j][1]
}
