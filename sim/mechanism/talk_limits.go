package mechanism

import (
	"grapevine/chance"
	"grapevine/sim"
)

// What bounds word of mouth: talking has an end, speakers tire, hearers do not
// listen to everything and forget. Each is nil if the scenario does not ask
// for it, and is then absent.

// lasting says until when customers talk.
type lasting struct {
	talk  *talk
	until []float64 // weeks; by customer
	times []uint32  // how often a customer has begun
}

func newLasting(t *talk) *lasting {
	if t.Stop == 0 && t.TalkFor == 0 {
		return nil
	}
	n := t.m.Plan.Customers
	return &lasting{talk: t, until: make([]float64, n), times: make([]uint32, n)}
}

var purposeStop = chance.NewPurpose("talk: how long")

// begin draws how long a customer talks who begins now.
func (t *lasting) begin(i int32, now float64) {
	if t == nil {
		return
	}
	t.until[i] = now + t.draw(i)
}

// draw returns for how many weeks a customer will talk this time.
func (t *lasting) draw(i int32) float64 {
	weeks := t.talk.TalkFor
	if t.talk.Stop > 0 {
		weeks = t.talk.m.Luck.Resistance(purposeStop, uint32(i), t.times[i]) / t.talk.Stop
		if t.talk.TalkFor > 0 {
			weeks = min(weeks, t.talk.TalkFor)
		}
	}
	t.times[i]++
	return weeks
}

// over reports whether a customer talks no more.
func (t *lasting) over(i int32, now float64) bool { return t != nil && now >= t.until[i] }

// tiring makes customers tire of a subject and recover.
type tiring struct {
	talk      *talk
	tiredness []float32
	since     []float32 // week in which it was that
}

func newTiring(t *talk) *tiring {
	if t.Fatigue == 0 {
		return nil
	}
	n := t.m.Plan.Customers
	return &tiring{talk: t, tiredness: make([]float32, n), since: make([]float32, n)}
}

var purposeTired = chance.NewPurpose("talk: whether too tired of it")

// tired reports whether a customer lets an occasion for a conversation pass; if
// not, it tires. The same occasions come under every strategy.
func (t *tiring) tired(i int32, count uint32, now float64) bool {
	if t == nil {
		return false
	}
	x := float64(t.tiredness[i]) * half(now-float64(t.since[i]), t.talk.Recovery)
	pass := t.talk.m.Luck.Uniform(purposeTired, uint32(i), count) >= chance.Exp(-x)
	if !pass {
		x += t.talk.Fatigue
	}
	t.tiredness[i], t.since[i] = float32(x), float32(now)
	return pass
}

// half returns what is left of something after a time, if half of it goes in
// every half-life.
func half(time, life float64) float64 { return chance.Pow(0.5, max(0, time)/life) }

// listening makes hearers take in so many words a week.
type listening struct {
	talk  *talk
	week  []int32
	heard []int32 // in that week
}

func newListening(t *talk) *listening {
	if t.ContactCap == 0 {
		return nil
	}
	n := t.m.Plan.Customers
	return &listening{talk: t, week: make([]int32, n), heard: make([]int32, n)}
}

// Belief implements sim.Sceptic.
func (t *listening) Belief(s *sim.Span, w sim.Word) float64 {
	if t == nil {
		return 1
	}
	week := int32(s.Now() + 1e-9) // steps are rounded parts of a week
	if t.week[w.To] != week {
		t.week[w.To], t.heard[w.To] = week, 0
	}
	if t.heard[w.To]++; t.full(w.To) {
		return 0
	}
	return 1
}

// full reports whether the word just heard was one too many.
func (t *listening) full(i int32) bool { return t != nil && int(t.heard[i]) > t.talk.ContactCap }

// forgetting gives resistance back: what words have taken off the clock of
// somebody who has not bought fades (exposure with memory: Dodds & Watts 2004).
// It is given back when the next word is heard.
type forgetting struct {
	talk  *talk
	done  []float32 // what words have taken off the present clock, as far as remembered
	since []float32 // week in which it was that
}

func newForgetting(t *talk) *forgetting {
	if t.Memory == 0 {
		return nil
	}
	n := t.m.Plan.Customers
	return &forgetting{talk: t, done: make([]float32, n), since: make([]float32, n)}
}

// forget is called when a customer moves: the clock that words had worked on is
// no more.
func (t *forgetting) forget(i int32) {
	if t != nil {
		t.done[i] = 0
	}
}

// remember takes note of a word that has been heard.
func (t *forgetting) remember(s *sim.Span, w sim.Word) {
	if t == nil || s.Pushed() == 0 {
		return
	}
	i := w.To
	left := float64(t.done[i]) * half(s.Now()-float64(t.since[i]), t.talk.Memory)
	s.Push(i, w.Source, w.From, left-float64(t.done[i]))
	t.done[i], t.since[i] = float32(left+s.Pushed()), float32(s.Now())
}
