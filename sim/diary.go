package sim

// Entry is a line in the diary of a customer's dealings with the brand.
type Entry struct {
	Who    int32
	Week   int32   // in whose row of the ledger it is booked
	At     float32 // when, in weeks
	Kind   EntryKind
	Margin int64 // price paid less goods, in hundredths of the currency
}

// EntryKind is what happened.
type EntryKind uint8

// What a diary notes.
const (
	Bought  EntryKind = iota // a purchase of the journey
	Given                    // the goods, as a gift
	AddedOn                  // a purchase of another product of the line
	Left                     // was a customer no more
)

func (s *Span) entryKind(of Taking) EntryKind {
	switch {
	case of == TakingFurther:
		return AddedOn
	case s.gift:
		return Given
	}
	return Bought
}

// Diary holds the entries of a run by customer, in each in order of time.
type Diary struct {
	entries []Entry
	first   []int32 // by customer: where the entries begin
}

// Of returns the entries of a customer.
func (d *Diary) Of(i int) []Entry { return d.entries[d.first[i]:d.first[i+1]] }

// Customers returns how many customers the diary is about.
func (d *Diary) Customers() int { return len(d.first) - 1 }

// NewDiary sorts entries by customer, and leaves those of one in their order.
func NewDiary(customers int, entries ...[]Entry) *Diary {
	d := &Diary{first: make([]int32, customers+1)}
	total := 0
	for _, some := range entries {
		total += len(some)
		for k := range some {
			d.first[some[k].Who+1]++
		}
	}
	for i := range customers {
		d.first[i+1] += d.first[i]
	}
	d.entries = make([]Entry, total)
	for _, some := range entries {
		for k := range some {
			at := &d.first[some[k].Who]
			d.entries[*at] = some[k]
			*at++
		}
	}
	copy(d.first[1:], d.first) // each place has moved on to the next customer's
	d.first[0] = 0
	return d
}
