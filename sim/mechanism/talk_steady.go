package mechanism

import (
	"sync/atomic"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
)

// steady is the kernel "steady": while customers have the product and have not
// stopped talking, they press on the clocks of their ties, whatever they feel.
// With h the hazard of one tie and m of the d ties talking, a hearer is pressed
// by h·m, by q·m/d if it is per receiver: the model of Bass on a graph (Fibich &
// Gibori 2010), or, if talking has an end, SIR (Kermack & McKendrick 1927).
// Persuasion p a week is the hazard -ln(1-p), and per receiver
// -ln(1-p·m/d): each week one friend is looked at.
//
// In the continuous scheme who begins to talk within a step is heard from the
// next one on, and what was missed is made up for at once; when talking ends
// is known beforehand. So the hazard taken off is exact and the error is of
// second order in the step. It is of first order if customers can leave, for
// then nobody knows when: both begin and end are heard late, so that the time of
// talk is right. In the synchronous scheme the state at the start of a step is
// what presses in it.
type steady struct {
	*talk
	*lasting
	begins, ends, pulse uint8      // marks of the words
	layers              []pressing // those that carry talk
	leaves              bool       // customers can stop having the product
	running             bool       // the dates are now
	open                stages     // what a word counts for in each stage now
	talking             []bool     // by customer
	told                []bool     // whether ties know of the end; nil if talk has none
	endings             []endings  // by span, in which only the span writes
	talkers             sim.Column
	deaf                settled // who will never be won again, and need not be told
}

// settled is a set of customers, a bit each. Others may ask who is in it while
// somebody is added: whether they see it or not must not matter.
type settled []uint32

func (d settled) add(i int32) { atomic.OrUint32(&d[i>>5], 1<<(i&31)) }

// stages is a number for each stage.
type stages [sim.MaxStages]float64

// signaller is who sends a message: a span, or the market as a whole.
type signaller interface {
	Signal(w sim.Word, to []int32, but []uint32)
}

// pressing is a layer in the kernel "steady".
type pressing struct {
	of     int     // index among the plan's
	linear float64 // hazard, 1/week
	chance float64 // persuasion a week
	tie    float64 // hazard of both, per tie
	from   []int32 // number of those who may be heard, by customer; nil if it is the degree
	mean   float64 // number of ties of a customer
	redraw bool
	alike  bool    // each talker counts the same
	plain  bool    // and each tie presses by itself
	now    []heard // by hearer
}

// heard is who is talking to a customer at present.
type heard struct {
	sum   float32 // their weight
	limit float32 // that of sum up to which from stays who it is
	ties  int32
	from  int32 // one of them, for the credit
}

// endings are those of a span, by step in which talk ends.
type endings [][]ending

// ending is the time at which somebody will stop talking.
type ending struct {
	who   int32
	until float64
}

func newSteady(t *talk) *steady {
	m := t.m
	r := &steady{
		talk: t, lasting: newLasting(t), begins: m.NewKind(), ends: m.NewKind(), pulse: m.NewKind(),
		leaves: leaves(m.Plan), talking: make([]bool, m.Plan.Customers),
		talkers: m.NewTally(t.Tallies()[0]),
	}
	if forGood(m.Plan) {
		r.deaf = make(settled, (m.Plan.Customers+31)/32)
	}
	r.mind(t.on(0, 0))
	m.Tells()
	if r.lasting != nil {
		r.endings = make([]endings, m.Spans())
		r.told = make([]bool, m.Plan.Customers)
	}
	for k, l := range m.Plan.Layers {
		p := pressing{of: k, linear: t.Pressure[l.Name] * l.Trust, chance: t.Persuasion[l.Name] * l.Trust, redraw: l.Redraw}
		if p.linear == 0 && p.chance == 0 {
			continue
		}
		p.tie = p.linear + impulse(p.chance)
		g := m.Layers()[k]
		p.from = heardFrom(g)
		ends := 2.0
		if g.Directed() {
			ends = 1
		}
		p.mean = ends * float64(g.Size()) / float64(g.Order())
		p.plain = t.Per == "tie" || t.Per == "sender" && p.chance == 0
		p.alike = len(m.Plan.Segments) == 0 && t.Per != "sender" && !g.Weighted()
		if !l.Redraw {
			p.now = make([]heard, m.Plan.Customers)
		}
		r.layers = append(r.layers, p)
	}
	return r
}

// leaves reports whether customers may come to be without the product.
func leaves(p *sim.Plan) bool {
	for _, mv := range p.Moves {
		from, _ := sim.StageNamed(mv.From)
		to, standard := sim.StageNamed(mv.To)
		if mv.Rate > 0 && having(from) && !(standard && having(to)) {
			return true
		}
	}
	l := p.Rates.Leave
	return (p.Stages == nil || p.Includes(sim.Lapsed)) && l.Customer+l.Loyal+l.Advocate > 0
}

// forGood reports whether whoever has the product keeps it whatever presses: the
// journey has no way out.
func forGood(p *sim.Plan) bool {
	for _, mv := range p.Moves {
		if from, _ := sim.StageNamed(mv.From); having(from) {
			return false
		}
	}
	return p.Stages != nil && !p.Includes(sim.Lapsed) && len(rivalsOf(p)) == 0
}

// Tallies implements sim.Tallier.
func (t *Talk) Tallies() []sim.Tally {
	return []sim.Tally{{Name: "talkers", Stock: true, Doc: "customers who press on their ties by steady talk"}}
}

// hazard returns what talk of a weight presses on a hearer by a layer, 1/week.
func (t *steady) hazard(l *pressing, j int32, sum float64) float64 {
	if l.plain {
		return float64(l.tie * sum)
	}
	share := sum
	switch t.Per {
	case "receiver":
		share /= degreeIn(t.m.Layers()[l.of], l.from, j)
	case "mean":
		share /= l.mean
	}
	return float64(l.linear*share) + impulse(l.chance*min(share, 1))
}

// weight returns how much the talk of a customer to a tie counts.
func (t *steady) weight(l *pressing, i, j int32) float64 {
	if l.alike {
		return 1
	}
	g := t.m.Layers()[l.of]
	w := t.m.Talkativeness(i) * t.m.Influence(i) * t.m.Heed(j, i)
	if t.Per == "sender" {
		w /= float64(g.Degree(i))
	}
	if g.Weighted() {
		w *= strength(g, i, j)
	}
	return w
}

// strength returns the strength of a tie.
func strength(g *network.Graph, i, j int32) float64 {
	for k, to := range g.Neighbours(i) {
		if to == j {
			return float64(g.Weights(i)[k])
		}
	}
	return 0
}

// mind notes whether the dates are now.
func (t *steady) mind(running bool) {
	t.running = running
	t.open = stages{}
	if running {
		h := &t.m.Plan.Hearing
		t.open = stages{sim.Unaware: h.Unaware, sim.Aware: h.Aware, sim.Considering: h.Considering, sim.Lapsed: h.Lapsed}
	}
}

// Moved implements sim.Mover.
func (t *steady) Moved(s *sim.Span, i int32, from, to sim.Stage) {
	switch {
	case having(to) && !having(from):
		if t.deaf != nil {
			t.deaf.add(i)
		}
		t.start(s, i)
	case having(from) && !having(to) && t.deaf != nil:
		panic("talk: somebody has left by a way that the journey does not have")
	case having(from) && !having(to) && t.talking[i]:
		t.talking[i] = false
		s.Count(t.talkers, -1)
		if t.told == nil || !t.told[i] {
			t.tell(s, i, t.ends, 0)
		}
	}
}

// start has a customer begin to talk.
func (t *steady) start(s *sim.Span, i int32) {
	t.talking[i] = true
	s.Count(t.talkers, 1)
	if t.m.Step() < 0 {
		for k := range t.layers {
			t.meet(s, &t.layers[k], i)
		}
	}
	late := s.Rest() // what is missed until the end of the step
	if t.m.Plan.Synchronous {
		late = 0
	}
	if t.lasting == nil {
		if t.leaves {
			late = 0
		}
		t.tell(s, i, t.begins, late)
		return
	}
	began := s.Now()
	if t.m.Plan.Synchronous {
		began = float64(t.m.Step()+1) * t.m.Dt()
	}
	weeks := t.draw(i)
	t.until[i] = began + weeks
	t.tell(s, i, t.begins, min(late, weeks))
	if t.told[i] = !t.m.Plan.Synchronous && weeks < late+t.m.Dt(); t.told[i] { // there is no later chance
		t.tell(s, i, t.ends, max(0, weeks-late))
	}
	t.book(&t.endings[s.Number()], ending{i, t.until[i]})
}

// tell lets all ties know that a customer has begun or ends to talk, and of so
// many weeks of talk that the hazard does not hold.
func (t *steady) tell(by signaller, i int32, kind uint8, weeks float64) {
	for k := range t.layers {
		l := &t.layers[k]
		if !l.redraw {
			by.Signal(sim.Word{From: i, Source: t.source[l.of], Kind: kind, Flags: sim.Quiet, Weight: float32(weeks)}, t.m.Layers()[l.of].Neighbours(i), t.deaf)
		}
	}
}

// meet has a customer talk for a step to those whom a layer of chance
// acquaintances brings.
func (t *steady) meet(by signaller, l *pressing, i int32) {
	if l.redraw {
		by.Signal(sim.Word{From: i, Source: t.source[l.of], Kind: t.pulse, Flags: sim.Quiet}, t.m.Layers()[l.of].Neighbours(i), nil)
	}
}

var purposeTalker = chance.NewPurpose("talk: who of those talking is credited")

// Heard implements sim.Hearer.
func (t *steady) Heard(s *sim.Span, w sim.Word) {
	if w.Kind != t.begins && w.Kind != t.ends && w.Kind != t.pulse {
		return
	}
	j := w.To
	l := t.pressing(w.Source)
	weight := t.weight(l, w.From, j)
	open := t.open[t.m.Stage(j)]
	if w.Kind == t.pulse {
		if open > 0 {
			s.Push(j, w.Source, w.From, float64(open*t.hazard(l, j, weight)*t.m.Dt()))
		}
		return
	}
	known := open > 0 && s.Settle(j)
	h := &l.now[j]
	before := float64(h.sum)
	if w.Kind == t.begins {
		t.joins(h, j, w.From, float32(weight))
	} else {
		before -= weight
		h.limit = 0
		if h.ties--; h.ties == 0 {
			h.sum, before = 0, 0
		} else {
			h.sum -= float32(weight)
		}
	}
	if open == 0 {
		return
	}
	more := float64(open * (t.hazard(l, j, before+weight) - t.hazard(l, j, before)))
	if w.Weight > 0 {
		s.Push(j, w.Source, w.From, float64(more*float64(w.Weight)))
	}
	if w.Kind == t.ends {
		more = -more
	}
	s.Swayed(j, more, known)
}

// joins adds a talker to those who are heard. Who of them is credited is drawn
// in proportion to their weight, as the engine draws sources: a talker who has
// the credit when the weight is w still has it when it is x with probability
// w/x.
func (t *steady) joins(h *heard, j, from int32, weight float32) {
	before := h.sum
	h.sum += weight
	if h.ties++; h.ties == 1 {
		h.from, h.limit = from, 0
		return
	}
	if h.limit <= before {
		h.limit = before / float32(t.m.Luck.Uniform(purposeTalker, uint32(j), uint32(from)))
	}
	if h.limit <= h.sum {
		h.from = from
	}
}

func (t *steady) pressing(of sim.Source) *pressing {
	for k := range t.layers {
		if t.source[t.layers[k].of] == of {
			return &t.layers[k]
		}
	}
	panic("talk: a word by a layer that carries none")
}

// Warm implements sim.Warmer.
func (t *steady) Warm(who []int32) (any int32) {
	for k := range t.layers {
		if l := &t.layers[k]; !l.redraw {
			for _, j := range who {
				any += l.now[j].from
			}
		}
	}
	return any
}

// Sways implements sim.StageSwayer.
func (t *steady) Sways() []sim.Stage {
	return []sim.Stage{sim.Unaware, sim.Aware, sim.Considering, sim.Lapsed}
}

// Sway implements sim.Swayer.
func (t *steady) Sway(m *sim.Market, j int32, r *sim.Rate) {
	open := t.open[r.Stage]
	if open == 0 {
		return
	}
	for k := range t.layers {
		l := &t.layers[k]
		if l.redraw || l.now[j].ties == 0 {
			continue
		}
		h := float64(open * t.hazard(l, j, float64(l.now[j].sum)))
		r.Of[sim.Forward] += h
		r.Parts = append(r.Parts, sim.Part{Source: t.source[l.of], From: l.now[j].from, Rate: h})
	}
}

// Close implements sim.Closer: it has chance acquaintances meet, and minds the
// dates.
func (t *steady) Close(m *sim.Market, week float64) {
	for k := range t.layers {
		if l := &t.layers[k]; l.redraw && t.running {
			for i, on := range t.talking {
				if on {
					t.meet(m, l, int32(i))
				}
			}
		}
	}
	if on := t.on(week, 0); on != t.running {
		settleAll(m)
		t.mind(on)
	}
}

// last returns the step in which talk until a time ends. In the synchronous
// scheme it is the last in which a customer who talked at its start does so.
func (t *steady) last(until float64) int {
	steps := until / t.m.Dt()
	if t.m.Plan.Synchronous {
		return int(steps - 1e-9) // a whole number of steps ends with the last of them
	}
	return int(steps)
}

// book writes down when somebody who has begun will end.
func (t *steady) book(all *endings, e ending) {
	step := max(t.last(e.until), t.m.Step())
	if float64(step) > float64(float64(t.m.Plan.Weeks)/t.m.Dt()) {
		return
	}
	for len(*all) <= step {
		*all = append(*all, nil)
	}
	(*all)[step] = append((*all)[step], e)
}

// CloseSpan implements sim.SpanCloser: it ends the talk of this step and tells of
// that which ends in the next.
func (t *steady) CloseSpan(s *sim.Span) {
	if t.lasting == nil {
		return
	}
	all, now := t.endings[s.Number()], t.m.Step()
	for _, e := range all.at(now) {
		if !t.still(e) {
			continue
		}
		t.talking[e.who] = false
		s.Count(t.talkers, -1)
		if t.m.Plan.Synchronous {
			t.tell(s, e.who, t.ends, 0)
		}
	}
	if t.m.Plan.Synchronous {
		return
	}
	for _, e := range all.at(now + 1) {
		if t.still(e) && !t.told[e.who] {
			t.told[e.who] = true
			t.tell(s, e.who, t.ends, max(0, e.until-float64(float64(now+1)*t.m.Dt())))
		}
	}
}

func (e endings) at(step int) []ending {
	if step >= len(e) {
		return nil
	}
	return e[step]
}

// still reports whether somebody is in the talk that will end so.
func (t *steady) still(e ending) bool { return t.talking[e.who] && t.until[e.who] == e.until }
