package sim

// Mechanism is one table of a scenario, such as talk or referral: its fields
// are the keys, and their tags say all there is to know about them. A
// mechanism holds no state of a run.
type Mechanism interface {
	// Check returns all faults of value that the ranges of the keys do not
	// show, given the market the mechanism is to work in.
	Check(p *Plan) []error

	// Enter brings the mechanism into a market that is about to run. What it
	// returns acts there through any of the small interfaces below.
	Enter(m *Market) any
}

// A Presser presses on clocks: the same pressure on everybody in a stage and
// class. It is asked at the start of every step.
type Presser interface {
	Press(h *Hazards, week float64)
}

// A Swayer makes the rates of the journey differ from customer to customer. It
// may read the customer's own state, and anything else only if it settles the
// customers concerned (Market.Settle) before that changes. It does not look at
// how customers feel: that is in the rates already. It leaves the clocks of
// mechanisms alone, and Rate.Stage as it is.
type Swayer interface {
	Sway(m *Market, i int32, r *Rate)
}

// A StageSwayer is a Swayer that makes a difference in some stages alone, so that
// nobody elsewhere is held up by it.
type StageSwayer interface {
	Sways() []Stage
}

// A Starter acts once, before the first week.
type Starter interface {
	Start(m *Market)
}

// A Speaker decides what is said when a customer's Speak clock strikes.
// count is the number of conversations the customer had before.
type Speaker interface {
	Spoke(s *Span, i int32, count uint32)
}

// A Hearer is told of every word that reaches a customer, after the word has
// done what words do. It may look at the hearer's state but not at
// the speaker's, who may be in the hands of another worker: the word tells the
// speaker's roles. It changes the hearer through Push, Feel and SetRole.
type Hearer interface {
	Heard(s *Span, w Word)
}

// A Sceptic has a say in how much a word is believed by the customer who hears
// it: 1 is as much as ever, less than 0 turns it against the brand. It may look
// at the hearer's state alone.
type Sceptic interface {
	Belief(s *Span, w Word) float64
}

// An Experiencer has a say in how a purchase turns out: what it returns is
// added to the experience, in which 0 is as expected and 1 the best that counts.
// It may look at the state of the customer in hand alone; count purchases came
// before.
type Experiencer interface {
	Experience(i int32, count uint32) float64
}

// A Storekeeper says whether there is anything left to buy, which may change in
// Close alone. Who would buy and finds nothing tries again later, as the rates
// go on; the storekeeper is told of it.
type Storekeeper interface {
	Empty() bool
	Missed(s *Span, i int32)
}

// A Seller is told of every purchase.
type Seller interface {
	Sold(s *Span, i int32, sale Sale)
}

// A Mover is told of every move from stage to stage.
type Mover interface {
	Moved(s *Span, i int32, from, to Stage)
}

// A Player is told of every role that a customer takes on or lays down.
type Player interface {
	Played(s *Span, i int32, r Role, on bool)
}

// A Warmer reads a little of what it keeps of each of some customers, who are in
// hand next, and returns anything that comes of it. In a row the processor
// fetches much from memory at a time.
type Warmer interface {
	Warm(who []int32) int32
}

// A SpanCloser acts for the customers of a span at the end of a step, while the
// span is in one worker's hands: as in Heard, it may look at them alone.
type SpanCloser interface {
	CloseSpan(s *Span)
}

// A Closer acts on the whole market at the end of a step: pools, communities,
// stocks of the brand. It sees what all spans have done.
type Closer interface {
	Close(m *Market, week float64)
}

// An Accountant books what a week has cost, at its end.
type Accountant interface {
	Week(m *Market, week int)
}

// A Tally is a column that a mechanism adds to the weekly table.
type Tally struct {
	Name  string // as in the header, such as "members"
	Stock bool   // a level that stays until changed; otherwise a count per week
	Doc   string // one sentence
}

// A Tallier has columns of its own in the weekly table.
type Tallier interface {
	Tallies() []Tally
}
