package network

import (
	"slices"

	"grapevine/chance"
)

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
	a := grownBy(b.Attach, customers, luck, workers)
	g, _ := build(customers, owned{b.Attach, b.Attach, a.targets}, false, workers)
	return g, nil
}

// attachment is a growing graph. Tie e belongs to newcomer m + e/m. Ends of
// ties are counted 2e (the newcomer) and 2e+1; to draw an end is to draw a
// customer in proportion to their degree.
type attachment struct {
	m       int
	luck    chance.Luck
	targets []int32 // whom ties lead to
	known   int     // newcomers before this one have their ties
}

// grownBy lets all newcomers arrive.
func grownBy(attach, customers int, luck chance.Luck, workers int) *attachment {
	a := &attachment{m: attach, luck: luck, targets: make([]int32, attach*(customers-attach))}
	const alone = 1 << 12 // the first customers are few, and often tied to each other
	a.arrive(attach, min(alone, customers))
	for a.known < customers {
		// A batch is so small beside those before it that few of its ties lead to
		// another tie of the batch, one in eight m; so finding that one out anew
		// costs little.
		from := a.known
		to := min(customers, from+max(1, from/(4*a.m)))
		const block = 1 << 9
		each(workers, (to-from+block-1)/block, func(k int) {
			a.together(from+k*block, min(from+(k+1)*block, to))
		})
		a.known = to
	}
	return a
}

// arrive settles the newcomers from … to-1 one after the other.
func (a *attachment) arrive(from, to int) {
	for v := from; v < to; v++ {
		a.known = v
		a.attach(v, a.m, a.of(v))
	}
	a.known = max(from, to)
}

// of returns whom a newcomer is tied to.
func (a *attachment) of(v int) []int32 { return a.targets[(v-a.m)*a.m:][:a.m:a.m] }

// together settles the newcomers from … to-1, as attach would each, but all
// draws first and then all looks at the ties they fell on: these are far apart
// in memory, and so the processor need not wait for one to begin the next.
func (a *attachment) together(from, to int) {
	targets := a.targets[(from-a.m)*a.m : (to-a.m)*a.m]
	at := 0
	for v := from; v < to; v++ {
		ends := 2 * a.m * (v - a.m)
		for draw := uint32(0); int(draw) < a.m; draw += 2 {
			bits, spare := a.luck.Bits(arrivals, uint32(v), draw>>1)
			targets[at] = int32(chance.Below(bits, ends))
			at++
			if int(draw)+1 < a.m {
				targets[at] = int32(chance.Below(spare, ends))
				at++
			}
		}
	}
	known := a.targets[:(a.known-a.m)*a.m]
	for k, drawn := range targets {
		e := int(uint32(drawn) >> 1)
		if e >= len(known) {
			targets[k] = a.holder(int(uint32(drawn)))
			continue
		}
		owner, target := int32(a.m)+int32(uint32(e)/uint32(a.m)), known[e]
		odd := -(drawn & 1)
		targets[k] = owner ^ (owner^target)&odd
	}
	for v := from; v < to; v++ {
		mine := a.of(v)
		for k, t := range mine {
			if slices.Contains(mine[:k], t) {
				a.attach(v, a.m, mine)
				break
			}
		}
	}
}

// attach writes the first count ties of newcomer v. A customer who was drawn
// before is drawn again.
func (a *attachment) attach(v, count int, to []int32) {
	if v == a.m {
		for j := range count {
			to[j] = int32(j)
		}
		return
	}
	ends := 2 * a.m * (v - a.m)
	var spare uint64
	have := 0
	for draw := uint32(0); have < count; draw++ {
		bits := spare
		if draw&1 == 0 {
			bits, spare = a.luck.Bits(arrivals, uint32(v), draw>>1)
		}
		target := a.holder(chance.Below(bits, ends))
		if !slices.Contains(to[:have], target) {
			to[have] = target
			have++
		}
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
		return a.targets[e]
	}
	j := e - (v-a.m)*a.m
	again := make([]int32, j+1)
	a.attach(v, j+1, again)
	return again[j]
}
