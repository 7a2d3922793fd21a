package network

import (
	"fmt"
	"strings"
)

// list writes a tie a line, and before them what these cannot say.
func (w *writer) list(separator string) {
	g := w.g
	fmt.Fprintf(w, remark+"customers = %d, directed = %t, weighted = %t, names = %t\n", g.Order(), g.Directed(), g.Weighted(), w.names != nil)
	if w.names != nil {
		for i, tied := range w.tied() {
			if !tied {
				fmt.Fprintf(w, alone+"%q\n", w.names[i])
			}
		}
	}
	if separator == "," {
		w.say("from,to")
		if g.Weighted() {
			w.say(",weight")
		}
		w.say("\n")
	}
	g.Ties(func(i, j int32, weight float32) bool {
		w.say(w.field(i), separator, w.field(j))
		if g.Weighted() {
			w.say(separator, strength(weight))
		}
		w.say("\n")
		return true
	})
}

// field is an id in a list, in quotes if it might be taken for something else.
func (w *writer) field(i int32) string {
	id := w.id(i)
	if w.names != nil && (strings.ContainsAny(id, " \t,;\"#%/*<") || strings.TrimSpace(id) != id) {
		return `"` + strings.ReplaceAll(id, `"`, `""`) + `"`
	}
	return id
}

// tied tells for every customer whether they have a tie.
func (w *writer) tied() []bool {
	tied := make([]bool, w.g.Order())
	for i := range int32(w.g.Order()) {
		for _, j := range w.g.Neighbours(i) {
			tied[i], tied[j] = true, true
		}
	}
	return tied
}
