package sim

// Column is a place in the weekly table.
type Column int

// Account is a page of the ledger.
type Account int

const (
	accountRevenue Account = iota
	accountGoods
)

// fixed are the columns that every market has, after the stages'.
type fixedColumns struct {
	sales, first, good, bad, paid, promoters, passives, critics, detractors Column
}

// openTable lays out the weekly table: for each stage who is there, who came
// and who has ever been there, then the fixed columns, then those of mechanisms.
func (m *Market) openTable() {
	names := m.Plan.stageNames()
	n := 3*len(names) + 9 + len(m.Plan.Tallies) // about
	m.column = make(map[string]Column, n)
	m.columns, m.stock, m.level = make([]string, 0, n), make([]bool, 0, n), make([]int64, 0, n)
	for _, s := range names {
		m.NewTally(Tally{Name: "n_" + s, Stock: true})
	}
	for _, s := range names {
		m.NewTally(Tally{Name: "new_" + s})
	}
	for _, s := range names {
		m.NewTally(Tally{Name: "reached_" + s, Stock: true})
	}
	f := &m.fixed
	for _, c := range []struct {
		to    *Column
		name  string
		stock bool
	}{
		{&f.sales, "sales", false}, {&f.first, "first_purchases", false},
		{&f.good, "mentions_positive", false}, {&f.bad, "mentions_negative", false}, {&f.paid, "mentions_paid", false},
		{&f.promoters, "promoters", true}, {&f.passives, "passives", true}, {&f.critics, "critics", true},
		{&f.detractors, "n_detractor", true},
	} {
		*c.to = m.NewTally(Tally{Name: c.name, Stock: c.stock})
	}
	for _, t := range m.Plan.Tallies {
		m.NewTally(t)
	}
	m.account = []string{"revenue", "unit cost"}
	m.books = make([]int64, len(m.account))
	m.spent = make([]int64, len(m.account))
}

// NewTally adds a column to the weekly table, or returns the one there is.
func (m *Market) NewTally(t Tally) Column {
	if c, ok := m.column[t.Name]; ok {
		return c
	}
	c := Column(len(m.columns))
	m.column[t.Name] = c
	m.columns = append(m.columns, t.Name)
	m.stock = append(m.stock, t.Stock)
	m.level = append(m.level, 0)
	return c
}

// NewAccount opens the page of the ledger for the costs of the mechanism that
// is entering, under the name of its table.
func (m *Market) NewAccount() Account {
	m.account = append(m.account, m.entering)
	m.books = append(m.books, 0)
	m.spent = append(m.spent, 0)
	return Account(len(m.account) - 1)
}

func (m *Market) columnOf(s Stage) int { return int(s) }

// Count adds to a column of the weekly table.
func (s *Span) Count(c Column, n int64) { s.flow[c] += n }

// Count adds to a column of the weekly table, on behalf of the market.
func (m *Market) Count(c Column, n int64) { m.level[c] += n }

// Level returns the present value of a stock, or what a flow has come to in
// the present week, up to the last completed step.
func (m *Market) Level(c Column) int64 { return m.level[c] }

// Spend books a cost, in the currency.
func (s *Span) Spend(a Account, amount float64) { s.books[a] -= cents(amount) }

// Spend books a cost, in the currency, on behalf of the market.
func (m *Market) Spend(a Account, amount float64) {
	m.books[a] -= cents(amount)
	m.spent[a] += cents(amount)
}

// Spent returns what an account has cost since the start, in the currency, up
// to the last completed step.
func (m *Market) Spent(a Account) float64 { return float64(m.spent[a]) / 100 }

// gather adds up what the spans have counted and booked in a step.
func (m *Market) gather() {
	for k := range m.spans {
		s := &m.spans[k]
		for c, n := range s.flow {
			if n != 0 {
				m.level[c] += n
				s.flow[c] = 0
			}
		}
		for a, n := range s.books {
			if n != 0 {
				m.books[a] += n
				m.spent[a] -= n
				s.books[a] = 0
			}
		}
		for k, n := range s.takings {
			m.takings[k] += n
			s.takings[k] = 0
		}
		for a, n := range s.credits {
			m.credits[a] += n
			s.credits[a] = 0
		}
	}
}
