package sim

import (
	"fmt"
	"hash/fnv"
	"math"

	"grapevine/chance"
	"grapevine/network"
)

// span is the number of customers that a worker takes at a time. The spans are
// the same however many workers there are, and so are the sums over them.
const span = 4096

// World is what the strategies of one replicate have in common: the ties
// between their customers. It is not changed by running a market in it.
type World struct {
	graphs map[string]*network.Graph
}

// NewWorld makes the ties of a plan's layers. The ties of a layer depend on
// its name, its keys and the luck, not on the other layers.
func NewWorld(p *Plan, luck chance.Luck, workers int) (*World, error) {
	w := &World{graphs: map[string]*network.Graph{}}
	for _, l := range p.Layers {
		g, err := l.draw(p.Customers, LayerLuck(luck, l.Name), workers)
		if err != nil {
			return nil, err
		}
		if g.Order() != p.Customers {
			return nil, fmt.Errorf("network.%s has %d customers, the market %d: set customers = %[2]d", l.Name, g.Order(), p.Customers)
		}
		w.graphs[l.Name] = g
	}
	return w, nil
}

// LayerLuck is the luck that the ties of a layer are made with.
func LayerLuck(luck chance.Luck, layer string) chance.Luck {
	h := fnv.New32a()
	h.Write([]byte(layer))
	return luck.Apart(int(h.Sum32()))
}

// draw makes the ties of a layer. Hubs are anybody, not those with the lowest
// numbers, who would be each other's neighbours in another layer.
func (l *Layer) draw(customers int, luck chance.Luck, workers int) (*network.Graph, error) {
	g, err := l.Graph.Generate(customers, luck, workers)
	if err != nil {
		return nil, fmt.Errorf("network.%s: %w", l.Name, err)
	}
	if _, ok := l.Graph.(network.ByArrival); ok {
		g = g.Shuffled(luck, workers)
	}
	return g, nil
}

// Layer returns the ties of a layer by its name, or nil if there is none.
func (w *World) Layer(name string) *network.Graph { return w.graphs[name] }

// redraw draws the ties anew of layers that say so, before every step but the
// first.
func (m *Market) redraw(workers int) error {
	for k := range m.layers {
		l := &m.Plan.Layers[k]
		if !l.Redraw || m.step == 0 {
			continue
		}
		g, err := l.draw(m.Plan.Customers, LayerLuck(m.Luck, l.Name).Apart(int(m.step)), workers)
		if err != nil {
			return err
		}
		m.layers[k] = g
	}
	return nil
}

// Market is a run in progress: the customers, their clocks and what presses on
// them. Mechanisms meet it when they enter and act on it through its methods.
type Market struct {
	Plan *Plan
	Luck chance.Luck

	layers    []*network.Graph
	customers []customer
	passed    []uint16    // how often a customer has entered each stage
	traits    []trait     // nil if all are ordinary
	kin       []uint8     // segment of each customer; nil unless heed matters
	heed      [][]float64 // by segment of the hearer and of the speaker; a row is nil if all are heeded alike
	ownLeft   []float32   // resistance left on the clocks of mechanisms, len(own) a customer; 0 until wound
	wound     []uint32    // and how often each was wound
	lives     *lives      // nil unless recorded
	notes     *notes      // nil unless recorded

	dt           float64
	ticks        int32   // of a step, as a power of two
	tick1        float64 // length of a tick in weeks
	tickRate     float64 // ticks a week
	tickPart     float64 // share of a step
	fadeSeen     float64 // weeks after which the fading of a bond must be looked at
	step         int32
	stepsPerWeek int
	stages       int
	classes      int
	clocks       int

	hazards Hazards
	own     []OwnClock
	running [MaxStages][roleCount]clockSet // clocks that can strike, by stage and roles
	still   []clockSet                     // those that stand still all the same, by customer; nil if there are none
	brought []clockSet                     // by each table, see OwnClock
	sways   []bool                         // which of the tables sway rates
	feeling clockSet                       // clocks of mechanisms that depend on any feeling
	bonding clockSet                       // and those that depend on the bond
	bondful [MaxStages]bool                // stages in which clocks of the journey depend on the bond
	base    [MaxStages][ownClocks]float64  // and the rates of the journey before attitudes, by stage
	forward [MaxStages]Stage               // where Forward and Back lead; the stage itself is nowhere
	back    [MaxStages]Stage

	roles    []any
	pressers []Presser
	swayers  []Swayer
	swaying  [MaxStages][]Swayer // by stage
	speakers []Speaker
	hearers  []Hearer
	sceptics []Sceptic
	sellers  []Seller
	feelers  []Experiencer
	movers   []Mover
	players  []Player
	closers  []Closer
	minders  []SpanCloser
	discount []Discounter
	warmers  []Warmer
	tells    bool // a move is told to all ties

	stores        []Storekeeper
	companions    []Companion
	acquaintances []Acquaintance

	memory *memory
	spans  []Span
	inbox  []Word  // words to be heard in this step, by the hearer's span
	letter []int32 // where each span's words begin in the inbox
	place  []int32 // where the next word for each span goes

	columns []string
	stock   []bool
	column  map[string]Column
	level   []int64 // stocks now, flows in the present week
	account []string
	books   []int64        // by account, in the present week
	spent   []int64        // by account, since the start
	takings [takings]int64 // revenue by what it was paid for, in the present week
	sources []string
	credits []int64
	fixed   fixedColumns

	creditLuck chance.Luck
	contest    *contest  // nil without rivals
	reluctance []float64 // to buy at the plan's price, by segment; nil at the usual price
	entering   string    // name of the table whose mechanism enters now
	desks      int
	kinds      uint8

	// Authenticity is how genuine the brand's advocates sound, 0 … 1. Paid and
	// scripted talk erodes it; it heals at Attitudes.AuthenticityHeal.
	Authenticity float64
	// Promise is how much more than its quality the brand is expected to give,
	// on top of Product.Expectation.
	Promise float64
	// Bonus is added to the quality that customers meet: service, feedback.
	Bonus float64
}

// Source names a source of credit, making it if it is new.
func (m *Market) Source(name string) Source {
	for i, s := range m.sources {
		if s == name {
			return Source(i)
		}
	}
	m.sources = append(m.sources, name)
	return Source(len(m.sources) - 1)
}

// Week returns the time now in weeks, at the start of the present step.
func (m *Market) Week() float64 { return float64(float64(m.step) * m.dt) }

// Dt returns the length of a step in weeks.
func (m *Market) Dt() float64 { return m.dt }

// Step returns the number of the present step, from 0; before the first one it
// is -1.
func (m *Market) Step() int { return int(m.step) }

// Layers returns the graphs of the plan's layers, in the plan's order.
func (m *Market) Layers() []*network.Graph { return m.layers }

// Customers returns their number.
func (m *Market) Customers() int { return len(m.customers) }

// Spans returns the number of spans.
func (m *Market) Spans() int { return (m.Plan.Customers + span - 1) / span }

// Stage returns where a customer stands.
func (m *Market) Stage(i int32) Stage { return m.customers[i].stage }

// HasBought reports whether a customer is in a stage of having the product.
func (m *Market) HasBought(i int32) bool { return bought(m.customers[i].stage) }

// Has reports whether a customer plays all the given roles.
func (m *Market) Has(i int32, r Role) bool { return m.customers[i].roles()&r == r }

// Satisfaction returns a customer's satisfaction, -1 … 1.
func (m *Market) Satisfaction(i int32) float64 { return float64(m.customers[i].satisfaction) }

// Bond returns a customer's emotional bond, 0 … 1.
func (m *Market) Bond(i int32) float64 { return float64(m.customers[i].bond) }

// Trust returns a customer's trust, 0 … 1.
func (m *Market) Trust(i int32) float64 { return float64(m.customers[i].trust) }

// Detractor reports whether a customer speaks against the brand.
func (m *Market) Detractor(i int32) bool { return m.customers[i].flags&detractor != 0 }

// newMarket sets the market up for its first step.
func newMarket(p *Plan, w *World, luck chance.Luck, workers int, mem *memory) (*Market, error) {
	var layers []*network.Graph
	for _, l := range p.Layers {
		layers = append(layers, w.graphs[l.Name])
	}
	m := layMarket(p, layers, luck, mem)
	for _, n := range p.Mechanisms {
		m.enter(n)
	}
	if err := m.openClocks(); err != nil {
		return nil, err
	}
	m.openPrice()
	m.hazards.open(p.Weeks * m.stepsPerWeek)
	m.openCustomers(workers)
	return m, nil
}

// layMarket lays out a market that nobody has entered yet, and no mechanism.
func layMarket(p *Plan, layers []*network.Graph, luck chance.Luck, mem *memory) *Market {
	m := &Market{Plan: p, Luck: luck, layers: layers, dt: p.Step, Authenticity: 1, memory: mem}
	m.stepsPerWeek = int(math.Round(1 / p.Step))
	m.stages = len(p.stageNames())
	m.openInstants()
	m.fadeSeen = math.Inf(1)
	if d := p.Attitudes.BondDecay; d > 0 {
		m.fadeSeen = unseen / d
	}
	m.classes = max(1, len(p.Segments)) * roleCount
	m.hazards.m = m
	m.sources = []string{"own need"}
	m.creditLuck = luck.Apart(partCredit)
	m.openTable()
	m.openJourney()
	m.openRates()
	return m
}

// enter brings a mechanism in and notes what it can do.
func (m *Market) enter(n Named) {
	m.entering = n.Name
	role := n.Mechanism.Enter(m)
	m.roles = append(m.roles, role)
	note(role, &m.pressers)
	note(role, &m.swayers)
	note(role, &m.speakers)
	note(role, &m.hearers)
	note(role, &m.sceptics)
	note(role, &m.sellers)
	note(role, &m.feelers)
	note(role, &m.movers)
	note(role, &m.players)
	note(role, &m.closers)
	note(role, &m.minders)
	note(role, &m.discount)
	note(role, &m.warmers)
	note(role, &m.stores)
	note(role, &m.companions)
	note(role, &m.acquaintances)
}

// note appends a role to the list of those with one ability, if it has it.
func note[T any](role any, to *[]T) {
	if r, ok := role.(T); ok {
		*to = append(*to, r)
	}
}

// openCustomers puts everybody at the start of the journey.
func (m *Market) openCustomers(workers int) {
	n := m.Plan.Customers
	m.customers = cleared(&m.memory.customers, n)
	m.passed = cleared(&m.memory.passed, n*m.stages)
	m.ownLeft, m.wound = cleared(&m.memory.ownLeft, n*len(m.own)), cleared(&m.memory.wound, n*len(m.own))
	if m.Plan.Record.Customers {
		m.lives = newLives(n, m.stages)
	}
	start := Stage(0)
	if s := m.Plan.path(); len(s) > 0 {
		start = s[0]
	}
	m.level[m.columnOf(start)] = int64(n)
	m.level[2*m.stages+int(start)] = int64(n)
	m.spans = m.memory.spansOf((n + span - 1) / span)
	for k := range m.spans {
		s := &m.spans[k]
		s.open(m, int32(k*span), int32(min((k+1)*span, n)))
	}
	m.openTraits()
	m.openNotes()
	m.each(workers, func(s *Span) {
		for i := s.low; i < s.high; i++ {
			c := &m.customers[i]
			c.trust = float32(m.Plan.Attitudes.TrustStart)
			c.teller = -1
			c.stage = start
			m.passed[m.passage(i, start)] = 1
			m.windExits(i, c)
			m.hold(i, c)
			if m.lives != nil {
				m.lives.reached[int(i)*m.stages+int(start)] = 0
			}
		}
	})
	m.inbox = m.memory.inbox[:0]
	m.letter = cleared(&m.memory.letter, len(m.spans)+1)
	m.place = cleared(&m.memory.place, len(m.spans)+1)
	m.credits = make([]int64, len(m.sources))
}

// passage returns the place of the count of a customer's entries into a stage:
// the k-th time a clock is wound it has the same resistance under every
// strategy.
func (m *Market) passage(i int32, s Stage) int { return int(i)*m.stages + int(s) }

// hasten brings wake-ups forward: of the time until then, only shares are left,
// by stage and class. If the pressure on a clock grows by a factor, it strikes
// after the inverse of the time at the earliest.
func (m *Market) hasten(shares [][]float64) {
	for i := range m.customers {
		c := &m.customers[i]
		for _, share := range shares[int(c.stage)*m.classes+int(c.class)] {
			if rest := c.wake - m.step; rest > 0 {
				m.rouse(int32(i), m.step+int32(share*float64(rest)))
			}
		}
	}
}

// rouse has a customer looked at no later than in the given step, which is
// the present one or a later one.
func (m *Market) rouse(i, step int32) {
	if c := &m.customers[i]; step < c.wake {
		c.wake = step
		s := &m.spans[i/span]
		s.calendar.add(i-s.low, step)
	}
}

// Settle brings a customer's clocks up to the end of the present step and has
// the customer looked at in the next. Call it from Close or Start before
// anything changes that sways the customer.
func (m *Market) Settle(i int32) {
	m.Ease(i)
	m.rouse(i, m.step+1)
}

// Ease does so for a change after which no clock strikes sooner: then nobody
// need look at the customer before they would have.
func (m *Market) Ease(i int32) {
	m.spans[i/span].catchUp(i, &m.customers[i], m.step+1)
}

// Tells declares that whoever moves on may tell all ties of it. Call it when a
// mechanism enters the market.
func (m *Market) Tells() { m.tells = true }

// Place puts a customer into a stage before the first week, as a gift: the
// goods cost what they cost, nothing is paid.
func (m *Market) Place(i int32, to Stage) {
	s := &m.spans[i/span]
	s.gift = true
	s.move(i, &m.customers[i], to)
	s.gift = false
}

// SetRole gives or takes a role of the customer in hand.
func (s *Span) SetRole(i int32, r Role, on bool) {
	m := s.Market
	c := &m.customers[i]
	s.catchUp(i, c, m.step)      // pressures depend on roles
	if c.since <= m.at(m.step) { // heard of in this step: other clocks run from now on
		m.rouse(i, m.step)
	}
	s.stale |= staleAll
	s.played |= r
	if on {
		c.class |= uint8(r)
	} else {
		c.class &^= uint8(r)
	}
	for _, p := range m.players {
		p.Played(s, i, r, on)
	}
}

// SetRole gives or takes a role of a customer. Call it from Close.
func (m *Market) SetRole(i int32, r Role, on bool) {
	m.Settle(i)
	m.spans[i/span].SetRole(i, r, on)
}

// Segment returns the index of a customer's segment.
func (m *Market) Segment(i int32) int { return m.customers[i].segment() }
