package mechanism

import (
	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// threshold is the kernel "threshold": a customer is won over once the share of
// friends who have the product, or their number, reaches a threshold, whatever
// these friends feel. Thresholds that are drawn from (0, 1) make it the linear
// threshold model (Granovetter 1978; Kempe, Kleinberg & Tardos 2003), fixed ones
// the model of Watts (2002), a number of friends bootstrap percolation. As a
// clock, it is one of resistance θ, off which a friend who buys takes one part
// of all friends, and on which a friend who leaves puts it back.
//
// Friends are counted in whole numbers and divided once: 1 of 5 is .2, not a
// little less.
type threshold struct {
	*talk
	come, gone uint8     // marks of the words
	share      []float64 // weight of a friend, by layer; the largest is 1
	from       [][]int32 // number of friends who may be heard, by layer and customer; nil if that is the degree
	friends    []float64 // weight of the friends who have the product
	reached    []bool
	teller     []int32 // who of them is credited
	layer      []uint8 // and by which kind of tie
}

func newThreshold(t *talk) *threshold {
	n := t.m.Plan.Customers
	r := &threshold{
		talk: t, come: t.m.NewKind(), gone: t.m.NewKind(),
		friends: make([]float64, n), reached: make([]bool, n), teller: make([]int32, n), layer: make([]uint8, n),
	}
	most := 0.0
	for k, l := range t.m.Plan.Layers {
		w := t.Persuasion[l.Name] * l.Trust
		r.share = append(r.share, w)
		most = max(most, w)
		r.from = append(r.from, heardFrom(t.m.Layers()[k]))
	}
	for k := range r.share {
		if most > 0 && t.Influence == "equal" {
			r.share[k] /= most
		}
	}
	return r
}

// heardFrom returns the number of customers who speak to each, or nil if it is
// the number of those they speak to.
func heardFrom(g *network.Graph) []int32 {
	if !g.Directed() {
		return nil
	}
	in := make([]int32, g.Order())
	for i := range int32(g.Order()) {
		for _, j := range g.Neighbours(i) {
			in[j]++
		}
	}
	return in
}

// degreeIn returns the number of customers who speak to one.
func degreeIn(g *network.Graph, in []int32, i int32) float64 {
	if in == nil {
		return float64(g.Degree(i))
	}
	return float64(in[i])
}

// Moved implements sim.Mover: ties learn who has the product, and who no more.
func (t *threshold) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	switch {
	case having(to) == having(from):
		if t.reached[i] && to != sim.Lapsed {
			t.win(s, i) // and goes on to the purchase
		}
		return
	case !t.on(s.Now(), 0):
		return
	}
	kind := t.come
	if having(from) {
		kind = t.gone
	}
	for layer, g := range t.m.Layers() {
		if t.share[layer] == 0 {
			continue
		}
		strength := g.Weights(i)
		for k, j := range g.Neighbours(i) {
			w := sim.Word{To: j, From: i, Source: t.source[layer], Kind: kind, Flags: sim.Mute, Weight: float32(t.share[layer])}
			if t.Influence == "given" && strength != nil {
				w.Weight *= strength[k]
			}
			s.Say(w)
		}
	}
}

var purposeTeller = chance.NewPurpose("talk: whose example is credited")

// Heard implements sim.Hearer.
func (t *threshold) Heard(s *sim.Span, w sim.Word) {
	i := w.To
	switch w.Kind {
	default:
		return
	case t.gone:
		t.friends[i] = max(0, t.friends[i]-float64(w.Weight))
		t.reached[i] = t.met(i)
		return
	case t.come:
	}
	t.friends[i] += float64(w.Weight)
	if t.m.Luck.Uniform(purposeTeller, uint32(i), uint32(w.From))*t.friends[i] < float64(w.Weight) {
		t.teller[i], t.layer[i] = w.From, uint8(t.layerOf(w.Source))
	}
	if t.met(i) {
		t.reached[i] = true
		if !t.m.HasBought(i) {
			t.win(s, i)
		}
	}
}

func (t *threshold) win(s *sim.Span, i int32) {
	s.Push(i, t.source[t.layer[i]], t.teller[i], certain)
}

var purposeThreshold = chance.NewPurpose("talk: threshold")

// met reports whether a customer's threshold is met.
func (t *threshold) met(i int32) bool {
	if t.Need > 0 {
		return t.friends[i] >= float64(t.Need)
	}
	want, slack := t.Threshold, 0.0
	switch t.Law {
	case "uniform":
		want = t.m.Luck.Uniform(purposeThreshold, uint32(i), 0)
	case "normal":
		want += float64(t.Spread * t.m.Luck.Normal(purposeThreshold, uint32(i), 0))
	}
	got := t.friends[i]
	if t.Influence == "equal" {
		all := 0.0
		for layer, g := range t.m.Layers() {
			all += float64(t.share[layer] * degreeIn(g, t.from[layer], i))
		}
		got /= all
	} else {
		slack = 1e-6 // of strengths, which are kept to seven digits
	}
	if t.Strict {
		return got > want+slack
	}
	return got >= want-slack
}
