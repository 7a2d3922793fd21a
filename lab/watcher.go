package lab

import (
	"math"

	"grapevine/sim"
)

// watcher is a mechanism that does nothing but look on: it notes every move,
// every word and every purchase, and how all stand at the end of each week. That
// a run is the same with and without it is tested.
type watcher struct {
	moves  []Move
	words  []Word
	bought []Purchase
	states []State
}

// Check implements sim.Mechanism.
func (w *watcher) Check(*sim.Plan) []error { return nil }

// Enter implements sim.Mechanism.
func (w *watcher) Enter(*sim.Market) any { return w }

// Start implements sim.Starter.
func (w *watcher) Start(m *sim.Market) { w.look(m) }

// Week implements sim.Accountant.
func (w *watcher) Week(m *sim.Market, _ int) { w.look(m) }

func (w *watcher) look(m *sim.Market) {
	for i := range int32(m.Customers()) {
		w.states = append(w.states, State{uint8(m.Stage(i)), m.Detractor(i), hundredths(m.Satisfaction(i)), hundredths(m.Bond(i)), hundredths(m.Trust(i))})
	}
}

func hundredths(x float64) int8 { return int8(math.Round(100 * x)) }

// Sold implements sim.Seller.
func (w *watcher) Sold(s *sim.Span, i int32, _ sim.Sale) {
	w.bought = append(w.bought, Purchase{Who: i, Week: s.Now()})
}

// Moved implements sim.Mover.
func (w *watcher) Moved(s *sim.Span, i int32, _, to sim.Stage) {
	w.moves = append(w.moves, Move{Who: i, Week: s.Now(), To: int(to)})
}

// Heard implements sim.Hearer.
func (w *watcher) Heard(s *sim.Span, word sim.Word) {
	if word.Flags&sim.Mute != 0 {
		return
	}
	w.words = append(w.words, Word{Week: s.Now(), From: word.From, To: word.To, Source: int(word.Source), Bad: word.Flags&sim.Bad != 0, Paid: word.Flags&sim.Paid != 0})
}
