package mechanism

import (
	"slices"

	"grapevine/chance"
	"grapevine/sim"
)

// How customers of rivals talk. What a clock has left is an exponential draw,
// however long it has run; so a word that takes w off it makes it strike with
// the probability 1-exp(-w), and else might as well not have been said. So only
// those words are said that the luck of the moment lets do anything, if the
// hearer is as open to them as any (thinning: Lewis & Shedler 1979); the others
// are counted in the mean. A bad word gives a clock longer to run by itself; a
// good one that does something does it all the same.

// listen notes how people talk, if they do.
func (k *rivalry) listen(t *Talk) {
	weight := make([]float64, len(k.m.Plan.Layers))
	for l, layer := range k.m.Plan.Layers {
		weight[l] = impulse(t.Persuasion[layer.Name]) * layer.Trust
	}
	if !t.never(k.m.Plan) && slices.ContainsFunc(weight, func(w float64) bool { return w > 0 }) {
		k.talk, k.weight = t, weight
	}
}

// openTelling works out what a good word may do at the most.
func (k *rivalry) openTelling() {
	if k.most = 1; k.talk == nil || k.talk.Mode == "broadcast" { // what all ties hear is not in vain for all
		return
	}
	susceptible := 0.0
	for i := range int32(k.m.Customers()) {
		susceptible = max(susceptible, k.m.Susceptibility(i))
	}
	h := &k.m.Plan.Hearing
	k.most = does(slices.Max(k.weight) * susceptible * max(h.Unaware, h.Aware))
}

// does is the probability that something which takes a resistance off a clock
// makes it strike.
func does(resistance float64) float64 { return 1 - chance.Exp(-resistance) }

var (
	purposeTell = chance.NewPurpose("rivals: with whom its customers talk")
	purposeDoes = chance.NewPurpose("rivals: whether a word does anything")
)

// bad reports whether a customer of a rival speaks against it.
func (k *rivalry) bad(b *brand, i int32) bool {
	return k.satisfaction(b, i) < k.m.Plan.Attitudes.DetractorLine
}

// telling is the hazard with which a rival's customer says something about it
// that may do something, and that of words in vain.
func (k *rivalry) telling(b *brand, i int32) (said, vain float64) {
	if b.Talk == 0 || k.talk == nil {
		return 0, 0
	}
	p := &k.m.Plan.Rates.Speak
	rate, s := p.Base, k.satisfaction(b, i)
	if s > 0 {
		rate += float64(p.Delighted * s * s)
	} else {
		rate += float64(p.Disappointed * s * s)
	}
	rate *= b.Talk * k.m.Talkativeness(i)
	if k.bad(b, i) {
		return rate, 0
	}
	return rate * k.most, rate * (1 - k.most) * k.heard(i)
}

// heard is the share of a customer's conversations that are in networks which
// carry talk.
func (k *rivalry) heard(i int32) float64 {
	all, carry := 0.0, 0.0
	for l, g := range k.m.Layers() {
		layer := &k.m.Plan.Layers[l]
		if g.Degree(i) == 0 && !layer.Redraw {
			continue
		}
		all += layer.Share
		if k.weight[l] > 0 {
			carry += layer.Share
		}
	}
	if all == 0 {
		return 0
	}
	return carry / all
}

// inVain is the hazard of words in vain of somebody who uses something.
func (k *rivalry) inVain(use sim.Use, i int32) float64 {
	if use < sim.Others {
		return 0
	}
	_, vain := k.telling(&k.brands[use-sim.Others], i)
	return vain
}

// count counts the words in vain of a step.
func (k *rivalry) count(m *sim.Market) {
	if k.talk == nil || !k.talk.on(m.Week(), 0) {
		return
	}
	m.Count(k.mentions, k.parts.whole(float64(k.vain*m.Dt())))
}

// speak has a customer of a rival talk about it.
func (k *rivalry) speak(s *sim.Span, i int32, count uint32) {
	b := k.of(i)
	if b == nil || !k.talk.on(s.Now(), 0) {
		return
	}
	to, layer, ok := k.m.Tie(purposeTell, i, count)
	if !ok || k.weight[layer] == 0 {
		return
	}
	// What the word does is the hearer's affair: it is no word about the brand, and
	// its source is the bare number of the layer.
	w := sim.Word{From: i, Source: sim.Source(layer), Kind: b.kind, Flags: sim.Mute | sim.Quiet}
	if k.bad(b, i) {
		w.Flags |= sim.Bad
	}
	ties := []int32{to}
	if k.talk.Mode == "broadcast" {
		ties = k.m.Layers()[layer].Neighbours(i)
	}
	for _, w.To = range ties {
		// The luck of the word, below 0 since it takes nothing off our clocks.
		w.Weight = -float32(k.m.Luck.Uniform(purposeDoes, uint32(w.To), uint32(i)*0x9e3779b1+count))
		s.Count(k.mentions, 1)
		s.Say(w)
	}
}

// Heard implements sim.Hearer: words about a rival do to it what words about
// the brand do to the brand.
func (k *rivalry) Heard(s *sim.Span, w sim.Word) {
	r := slices.IndexFunc(k.brands, func(b brand) bool { return b.kind == w.Kind })
	if w.Kind == 0 || r < 0 || !k.brands[r].there {
		return
	}
	h := &k.m.Plan.Hearing
	push := k.weight[w.Source] * k.m.Susceptibility(w.To)
	luck := -float64(w.Weight)
	knows := k.weighs && k.people[w.To].known>>r&1 == 1
	switch bad := w.Flags&sim.Bad != 0; {
	case k.m.Using(w.To) == sim.Others+sim.Use(r):
		if bad && luck < does(push*h.Negative*h.NegativeLeave) {
			s.PushClock(w.To, k.leave, certain)
		}
	case bad && knows:
		s.PushClock(w.To, k.brands[r].clock, -push*h.Negative*h.Aware)
	case bad:
	case knows && luck*k.most < does(push*h.Aware), !knows && luck*k.most < does(push*h.Unaware):
		s.PushClock(w.To, k.brands[r].clock, certain)
	}
}
