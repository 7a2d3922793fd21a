package sim

import (
	"context"
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"grapevine/chance"
)

// Run takes a market through its weeks. A step is
//
//  0. calendar: mechanisms set their pressures;
//  1. what was said in the last step is heard;
//  2. every customer's clocks run: moves, purchases, words;
//  3. group effects: pools, communities, stocks of the brand;
//  4. tallies, and the ledger at the end of a week.
//
// The result is a function of plan, world and luck: the number of workers
// changes nothing but the time it takes.
func Run(ctx context.Context, p *Plan, w *World, luck chance.Luck, workers int) (*Trace, error) {
	mem := memories.Get().(*memory)
	m, err := newMarket(p, w, luck, workers, mem)
	if err != nil {
		return nil, err
	}
	t := m.newTrace()
	m.start(workers)
	m.record(t, 0)
	for week := 1; week <= p.Weeks; week++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for range m.stepsPerWeek {
			if err := m.tick(workers); err != nil {
				return nil, fmt.Errorf("week %d: %w", week, err)
			}
		}
		for _, r := range m.roles {
			if a, ok := r.(Accountant); ok {
				a.Week(m, week)
			}
		}
		m.record(t, week)
	}
	m.finish(t)
	m.giveBack()
	return t, nil
}

// start lets mechanisms act before the first step. What they do belongs to the
// initial state.
func (m *Market) start(workers int) {
	m.step = -1
	for _, r := range m.roles {
		if s, ok := r.(Starter); ok {
			s.Start(m)
		}
	}
	m.gather()
	m.post()
	m.step = 0
	m.each(workers, func(s *Span) {
		for i := s.low; i < s.high; i++ {
			c := &m.customers[i]
			if m.idle(c) {
				c.wake = math.MaxInt32
				continue
			}
			c.wake = 0
			s.calendar.add(i-s.low, 0)
		}
	})
}

// idle reports whether nothing can happen to a customer until somebody speaks to
// them: no clock runs by itself where they stand, and nothing presses or sways.
func (m *Market) idle(c *customer) bool {
	if bought(c.stage) || c.stage == Lapsed || len(m.swayers) > 0 || m.base[c.stage] != [ownClocks]float64{} || m.hazards.pressed(c) {
		return false
	}
	return m.running[c.stage][c.roles()]&^journeyClocks == 0
}

// tick takes the market through one step.
func (m *Market) tick(workers int) error {
	if err := m.redraw(workers); err != nil {
		return err
	}
	for _, r := range m.pressers {
		r.Press(&m.hazards, m.Week())
	}
	m.hazards.settle(int(m.step))
	m.each(workers, (*Span).step)
	for k := range m.spans {
		if err := m.spans[k].err; err != nil {
			return err
		}
	}
	m.gather()
	m.Authenticity += float64((1 - m.Authenticity) * m.Plan.Attitudes.AuthenticityHeal * m.dt)
	for _, r := range m.closers {
		r.Close(m, m.Week()+m.dt)
	}
	m.gather()
	m.post()
	m.step++
	return nil
}

// each has workers take the spans through a step. If a worker breaks down, so
// does the caller.
func (m *Market) each(workers int, do func(*Span)) {
	workers = min(workers, len(m.spans))
	if workers <= 1 {
		for k := range m.spans {
			do(&m.spans[k])
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	var broken atomic.Value // what a worker broke down with
	for range workers {
		all.Go(func() {
			defer func() {
				if v := recover(); v != nil {
					broken.Store(fmt.Sprint(v))
				}
			}()
			for {
				k := int(next.Add(1)) - 1
				if k >= len(m.spans) {
					return
				}
				do(&m.spans[k])
			}
		})
	}
	all.Wait()
	if v := broken.Load(); v != nil {
		panic(v) // where whoever runs many markets can keep it from the others
	}
}

// step has a span hear what it was told and live through the step.
//
// Those concerned lie far apart in memory, and waiting for it is most of the
// cost of an event. So the span first reads a little of each in a row, which
// the processor does for many at a time, and then finds them near at hand.
func (s *Span) step() {
	m := s.Market
	k := s.low / span
	words := m.inbox[m.letter[k]:m.letter[k+1]]
	hearers := s.due[:0]
	for i := range words {
		hearers = append(hearers, words[i].To)
	}
	s.touch(hearers)
	for i := range words {
		s.hear(words[i])
	}
	s.calendar.turn(m.step, m.customers[s.low:s.high])
	due := s.calendar.take(m.step, hearers[:0])
	s.due = due
	for k := range due {
		due[k] += s.low
	}
	s.touch(due)
	for _, i := range due {
		s.warm += int32(m.passed[m.passage(i, Unaware)])
	}
	if len(m.speakers) > 0 || m.tells {
		for _, i := range due {
			if m.tells || m.customers[i].flags&ties != 0 {
				for _, g := range m.layers {
					if to := g.Neighbours(i); len(to) > 0 {
						s.warm += to[0]
					}
				}
			}
		}
	}
	for _, i := range due {
		if m.customers[i].wake <= m.step {
			s.live(i)
		}
	}
	for _, i := range due {
		s.calendar.add(i-s.low, m.customers[i].wake)
	}
	for _, r := range m.minders {
		r.CloseSpan(s)
	}
}

// touch reads a little of the state of some customers.
func (s *Span) touch(who []int32) {
	m := s.Market
	own := len(m.own)
	for _, i := range who {
		s.warm += m.customers[i].wake
		if own > 0 {
			first := int(i) * own
			s.warm += int32(m.ownLeft[first]) + int32(m.ownLeft[first+own-1])
		}
		if m.still != nil {
			s.warm += int32(m.still[i])
		}
	}
	for _, w := range m.warmers {
		s.warm += w.Warm(who)
	}
}

// post sorts the words said in a step by the span of the hearer, keeping the
// order in which spans and customers spoke.
func (m *Market) post() {
	clear(m.letter)
	total := 0
	for k := range m.spans {
		for _, w := range m.spans[k].out {
			m.letter[w.To/span+1]++
		}
		total += len(m.spans[k].out)
	}
	for k := range m.spans {
		m.letter[k+1] += m.letter[k]
	}
	if cap(m.inbox) < total {
		m.inbox = make([]Word, total, total+total/2)
	}
	m.inbox = m.inbox[:total]
	at := m.place
	copy(at, m.letter)
	for k := range m.spans {
		s := &m.spans[k]
		for _, w := range s.out {
			m.inbox[at[w.To/span]] = w
			at[w.To/span]++
		}
		s.out = s.out[:0]
	}
}
