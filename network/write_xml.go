package network

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// graphML writes GraphML 1.0 (http://graphml.graphdrawing.org).
func (w *writer) graphML() {
	w.say(xml.Header, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n")
	if w.g.Weighted() {
		w.say("  <key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"float\"/>\n")
	}
	w.say("  <graph edgedefault=\"", w.sort(), "\">\n")
	for i := range int32(w.g.Order()) {
		w.say("    <node id=\"", w.xmlID(i), "\"/>\n")
	}
	w.g.Ties(func(i, j int32, weight float32) bool {
		w.say("    <edge source=\"", w.xmlID(i), "\" target=\"", w.xmlID(j))
		if w.g.Weighted() {
			w.say("\"><data key=\"weight\">", strength(weight), "</data></edge>\n")
		} else {
			w.say("\"/>\n")
		}
		return true
	})
	w.say("  </graph>\n</graphml>\n")
}

// gexf writes GEXF 1.2 (https://gexf.net/schema.html).
func (w *writer) gexf() {
	w.say(xml.Header, "<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n")
	w.say("  <graph mode=\"static\" defaultedgetype=\"", w.sort(), "\">\n    <nodes>\n")
	for i := range int32(w.g.Order()) {
		w.say("      <node id=\"", w.xmlID(i), "\" label=\"", w.xmlID(i), "\"/>\n")
	}
	w.say("    </nodes>\n    <edges>\n")
	k := 0
	w.g.Ties(func(i, j int32, weight float32) bool {
		w.say("      <edge id=\"", strconv.Itoa(k), "\" source=\"", w.xmlID(i), "\" target=\"", w.xmlID(j))
		if k++; w.g.Weighted() {
			w.say("\" weight=\"", strength(weight))
		}
		w.say("\"/>\n")
		return true
	})
	w.say("    </edges>\n  </graph>\n</gexf>\n")
}

// sort is how both formats call the direction of ties.
func (w *writer) sort() string {
	if w.g.Directed() {
		return "directed"
	}
	return "undirected"
}

// xmlID is what a customer is called within an attribute.
func (w *writer) xmlID(i int32) string {
	if w.names == nil {
		return w.id(i)
	}
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(w.names[i])) // a builder takes all
	return b.String()
}
