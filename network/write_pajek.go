package network

import (
	"strconv"
	"strings"
)

// pajek writes a network of Pajek, whose vertices are numbered from 1.
func (w *writer) pajek() {
	number := func(i int32) string { return strconv.Itoa(int(i) + 1) }
	w.say("*Vertices ", strconv.Itoa(w.g.Order()), "\n")
	for i := range int32(w.g.Order()) {
		w.say(number(i), ` "`, strings.ReplaceAll(w.id(i), `"`, `""`), "\"\n")
	}
	if w.g.Directed() {
		w.say("*Arcs\n")
	} else {
		w.say("*Edges\n")
	}
	w.g.Ties(func(i, j int32, weight float32) bool {
		w.say(number(i), " ", number(j))
		if w.g.Weighted() {
			w.say(" ", strength(weight))
		}
		w.say("\n")
		return true
	})
}
