package lab

import "grapevine/sim"

// watcher is a mechanism that does nothing but look on: it notes every move and
// every word. That a run is the same with and without it is tested.
type watcher struct {
	moves []Move
	words []Word
}

// Check implements sim.Mechanism.
func (w *watcher) Check(*sim.Plan) []error { return nil }

// Enter implements sim.Mechanism.
func (w *watcher) Enter(*sim.Market) any { return w }

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
