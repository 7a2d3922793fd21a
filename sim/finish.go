package sim

import "math"

// newTrace makes the table that a run fills.
func (m *Market) newTrace() *Trace {
	p := m.Plan
	t := &Trace{
		Customers: p.Customers, Weeks: p.Weeks,
		Columns: m.columns, Accounts: m.account, Sources: m.sources,
		Counts: grid(len(m.columns), p.Weeks+1), Ledger: grid(len(m.account), p.Weeks+1), Takings: grid(int(takings), p.Weeks+1),
	}
	return t
}

// grid returns rows of counts in one piece of memory.
func grid(rows, columns int) [][]int64 {
	all := make([]int64, rows*columns)
	g := make([][]int64, rows)
	for r := range g {
		g[r] = all[r*columns : (r+1)*columns : (r+1)*columns]
	}
	return g
}

// record writes a week's row and opens the next.
func (m *Market) record(t *Trace, week int) {
	for c, n := range m.level {
		t.Counts[c][week] = n
		if !m.stock[c] {
			m.level[c] = 0
		}
	}
	for a, n := range m.books {
		t.Ledger[a][week] = n
		m.books[a] = 0
	}
	for k, n := range m.takings {
		t.Takings[k][week] = n
		m.takings[k] = 0
	}
	m.notesWeek(t, week)
}

// finish writes what is known only at the end.
func (m *Market) finish(t *Trace) {
	t.Credits = append([]int64(nil), m.credits...)
	for i := range m.customers {
		if c := &m.customers[i]; bought(c.stage) {
			t.Survey[m.score(int32(i), c)]++
		}
	}
	m.forest(t)
	if m.Plan.Record.Purchases {
		all := make([][]Entry, len(m.spans))
		for k := range m.spans {
			all[k] = m.spans[k].diary
		}
		t.Diary = NewDiary(len(m.customers), all...)
	}
	if m.lives != nil {
		t.Lives = m.lives.tell(m)
	}
}

// lives is what is kept of every customer's story when asked for.
type lives struct {
	reached []float32 // by customer and stage; NaN is never
	source  []int32
	parent  []int32
	value   []int64
}

func newLives(customers, stages int) *lives {
	l := &lives{
		reached: make([]float32, customers*stages),
		source:  make([]int32, customers), parent: make([]int32, customers),
		value: make([]int64, customers),
	}
	for i := range l.reached {
		l.reached[i] = float32(math.NaN())
	}
	for i := range l.source {
		l.source[i], l.parent[i] = -1, -1
	}
	return l
}

// reach notes the first time a customer enters a stage.
func (l *lives) reach(at int, week float64) {
	if math.IsNaN(float64(l.reached[at])) {
		l.reached[at] = float32(week)
	}
}

// rounded keeps three digits after the point: ten minutes of a week, and more
// of an attitude than anybody has.
func rounded(x float32) float64 { return math.Floor(float64(float64(x)*1000)+0.5) / 1000 }

// tell turns the notes into stories.
func (l *lives) tell(m *Market) []Life {
	all := make([]Life, len(m.customers))
	for i := range all {
		c := m.customers[i]
		m.spans[i/span].fade(&c, m.at(m.step)) // while nobody looked
		reached := make([]float64, m.stages)
		for s := range reached {
			reached[s] = rounded(l.reached[i*m.stages+s])
		}
		all[i] = Life{
			Segment: c.segment(), Roles: c.roles(), Stage: c.stage,
			Reached: reached, Parent: l.parent[i], Source: int(l.source[i]),
			Satisfaction: rounded(c.satisfaction), Bond: rounded(c.bond), Trust: rounded(c.trust),
			Purchases: int(c.bought), Conversations: int(c.spoken), Value: float64(l.value[i]) / 100,
		}
	}
	return all
}
