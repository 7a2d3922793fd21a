package sim

import (
	"slices"

	"grapevine/chance"
)

// StageNames returns the names of all stages of the plan's journey: those of
// the full journey first, then the scenario's own. A [Stage] is an index into
// them.
func (p *Plan) StageNames() []string { return p.stageNames() }

// stageNames returns the names of all stages of the plan's journey: those of
// the full journey first, then the scenario's own.
func (p *Plan) stageNames() []string {
	names := slices.Clone(StageNames)
	for _, mv := range p.Moves {
		for _, s := range []string{mv.From, mv.To} {
			if !slices.Contains(names, s) {
				names = append(names, s)
			}
		}
	}
	return names
}

// path returns the stages of the plan's journey in order.
func (p *Plan) path() []Stage {
	if p.Stages == nil {
		return []Stage{Unaware, Aware, Considering, Customer, Loyal, Advocate, Lapsed}
	}
	var path []Stage
	for _, name := range p.Stages {
		if i := slices.Index(p.stageNames(), name); i >= 0 {
			path = append(path, Stage(i))
		}
	}
	return path
}

// Includes reports whether the plan's journey has a stage of the full journey.
func (p *Plan) Includes(s Stage) bool { return slices.Contains(p.path(), s) }

// The luck of every clock of the journey has a purpose of its own.
var (
	purposeExits = stagePurposes() // forward, and back
	purposeLeave = chance.NewPurpose("clock: leave")
	purposeBuy   = chance.NewPurpose("clock: buy")
	purposeSpeak = chance.NewPurpose("clock: speak")
	purposeBegin = chance.NewPurpose("clock: the first buy and speak")
)

func stagePurposes() (all [MaxStages]chance.Purpose) {
	for s := range all {
		all[s] = chance.NewPurpose("clock: forward and back from stage " + string(rune('a'+s)))
	}
	return all
}

// openJourney lays out which clocks run in which stage and where they lead.
func (m *Market) openJourney() {
	p := m.Plan
	path := p.path()
	on := func(s Stage) bool { return slices.Contains(path, s) }
	for s := range m.stages {
		m.forward[s], m.back[s] = Stage(s), Stage(s)
	}
	for k, s := range path {
		switch {
		case s == Lapsed && on(Considering):
			m.forward[s] = Considering
		case s == Lapsed && on(Unaware):
			m.forward[s] = Customer
		case s < Advocate && k+1 < len(path) && path[k+1] != Lapsed:
			m.forward[s] = path[k+1]
		}
		if (s == Aware || s == Considering || s == Advocate) && k > 0 {
			m.back[s] = path[k-1]
		}
	}
	for _, s := range path {
		var run clockSet
		if m.forward[s] != s {
			run |= just(Forward)
		}
		if m.back[s] != s {
			run |= just(Back)
		}
		if bought(s) {
			if on(Lapsed) {
				run |= just(Leave)
			}
			run |= just(Buy)
		}
		if bought(s) || s == Lapsed {
			run |= just(Speak)
		}
		for roles := range roleCount {
			m.running[s][roles] = run
		}
	}
	names := p.stageNames()
	for k, mv := range p.Moves {
		from, to := Stage(slices.Index(names, mv.From)), Stage(slices.Index(names, mv.To))
		rate := mv.Rate
		m.NewClock(OwnClock{
			Name: "move " + string(rune('a'+k)) + " from " + mv.From + " to " + mv.To, Stages: []Stage{from},
			Rate: func(int32) float64 { return rate }, Ignores: Feelings,
			Strike: func(s *Span, i int32, _ uint32) { s.move(i, &m.customers[i], to) },
		})
	}
}

// windExits winds the clocks that a stage brings, keyed by how often the
// customer has entered it.
func (m *Market) windExits(i int32, c *customer) {
	k := uint32(m.passed[m.passage(i, c.stage)])
	on, back := m.forward[c.stage] != c.stage, m.back[c.stage] != c.stage
	if !on && !back {
		return
	}
	a, b := m.Luck.Uniforms(purposeExits[c.stage], uint32(i), k)
	if on {
		r := -chance.Log(a)
		if c.left[Forward] = float32(r); m.forward[c.stage] == Customer {
			c.left[Forward] = m.atPrice(c, r)
		}
	}
	if back {
		c.left[Back] = float32(-chance.Log(b))
	}
}

// move takes a customer from stage to stage. Only the engine calls it.
func (s *Span) move(i int32, c *customer, to Stage) {
	m := s.Market
	from := c.stage
	s.flow[m.columnOf(from)]--
	s.flow[m.columnOf(to)]++
	s.flow[m.stages+int(to)]++
	c.stage = to
	at := m.passage(i, to)
	if m.passed[at] == 0 {
		s.flow[2*m.stages+int(to)]++
	}
	m.passed[at]++
	m.windExits(i, c)
	if m.contest != nil {
		s.follow(i, c, from)
	}
	if bought(to) && !bought(from) {
		if m.running[to][0].has(Leave) {
			c.left[Leave] = float32(m.Luck.Resistance(purposeLeave, uint32(i), uint32(m.passed[m.passage(i, Customer)])))
		}
		if c.flags&spokeBefore == 0 {
			c.flags |= spokeBefore
			buy, speak := m.Luck.Resistances(purposeBegin, uint32(i), 0)
			c.left[Buy], c.left[Speak] = m.atPrice(c, buy), float32(speak)
			m.openAttitudes(i, c)
		}
		s.purchase(i, c)
	}
	s.reckon(i, c)
	if m.lives != nil {
		m.lives.reach(int(i)*m.stages+int(to), s.now)
	}
	if m.noting() {
		s.noteMove(i, c, from, to)
	}
	if m.Plan.Record.Purchases && bought(from) && !bought(to) {
		s.diary = append(s.diary, Entry{Who: i, Week: m.bookWeek(), At: float32(s.now), Kind: Left})
	}
	s.moved = true
	s.stale |= staleAll
	for _, r := range m.movers {
		r.Moved(s, i, from, to)
	}
}
