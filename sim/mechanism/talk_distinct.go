package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// distinct is the kernel "distinct": complex contagion (Centola & Macy 2007).
// Customers have conversations as with the kernel "conversation", but a word
// does nothing alone: it takes words of several different friends until one is
// won over at once. A friend's word counts with the probability of persuasion;
// who is not believed may try again. As a clock, it is one of resistance k, off
// which the word of a new friend takes 1.
type distinct struct {
	*converse
	*listening
	need   int
	friend []int32   // those heard, need a customer
	at     []float64 // and when, weeks
	count  []uint32  // words heard
}

func newDistinct(t *talk) *distinct {
	d := &distinct{
		converse:  &converse{talk: t, kind: t.m.NewKind(), lasting: newLasting(t), tiring: newTiring(t)},
		listening: newListening(t), need: t.Need,
	}
	if d.need == 0 {
		d.need = 2
	}
	n := t.m.Plan.Customers
	d.friend, d.at, d.count = make([]int32, n*d.need), make([]float64, n*d.need), make([]uint32, n)
	for k := range d.friend {
		d.friend[k] = -1
	}
	for k, l := range t.m.Plan.Layers {
		t.weight[k] = t.Persuasion[l.Name] * l.Trust
	}
	return d
}

// Moved implements sim.Mover.
func (t *distinct) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	if having(to) && !having(from) {
		t.begin(i, s.Now())
	}
}

var purposeBelieved = chance.NewPurpose("talk: whether a word counts")

// Heard implements sim.Hearer.
func (t *distinct) Heard(s *sim.Span, w sim.Word) {
	i := w.To
	if w.Kind != t.kind || w.Flags&sim.Bad != 0 || t.full(i) || t.m.HasBought(i) {
		return
	}
	t.count[i]++
	p := t.weight[t.layerOf(w.Source)] * t.m.Heed(i, w.From)
	if p < 1 && t.m.Luck.Uniform(purposeBelieved, uint32(i), t.count[i]) >= p {
		return
	}
	known := t.friend[int(i)*t.need:][:t.need]
	when := t.at[int(i)*t.need:][:t.need]
	free, heard := -1, 0
	for k := range known {
		if known[k] >= 0 && t.Memory > 0 && s.Now()-when[k] > t.Memory {
			known[k] = -1
		}
		switch {
		case known[k] == w.From:
			when[k] = s.Now()
			return
		case known[k] < 0:
			free = k
		default:
			heard++
		}
	}
	if free >= 0 {
		known[free], when[free] = w.From, s.Now()
		heard++
	}
	if heard < t.need {
		return
	}
	for k := range known {
		known[k] = -1
	}
	s.Push(i, w.Source, w.From, certain)
}
