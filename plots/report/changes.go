package report

import (
	"slices"
	"strings"
)

// Change is a value of a scenario that is not as it stands in the preset that
// it was made from.
type Change struct {
	Key  string `json:"key"`
	From string `json:"from,omitempty"` // empty if the preset has no such key
	To   string `json:"to,omitempty"`   // empty if the scenario has none
}

// Compare returns what differs between two scenarios, each written out whole,
// in the order of the second; keys that only the first has come last. How much
// is run is no assumption, and left out.
func Compare(before, after string) []Change {
	old, now := values(before), values(after)
	var all []Change
	for _, v := range now {
		k := slices.IndexFunc(old, func(o value) bool { return o.key == v.key })
		switch {
		case k < 0:
			all = append(all, Change{Key: v.key, To: v.text})
		case old[k].text != v.text:
			all = append(all, Change{Key: v.key, From: old[k].text, To: v.text})
		}
	}
	for _, o := range old {
		if !slices.ContainsFunc(now, func(v value) bool { return o.key == v.key }) {
			all = append(all, Change{Key: o.key, From: o.text})
		}
	}
	market := slices.Clone(all)
	return slices.DeleteFunc(all, func(c Change) bool {
		if rest, ok := strings.CutPrefix(c.Key, "strategy."); ok { // as the whole market has changed
			_, rest, _ = strings.Cut(rest, ".")
			if slices.Contains(market, Change{rest, c.From, c.To}) {
				return true
			}
		}
		return slices.Contains([]string{"seed", "replicates", "record_every", "title", "question"}, c.Key) || strings.HasPrefix(c.Key, "strategy.") && strings.HasSuffix(c.Key, ".about") || strings.HasPrefix(c.Key, "sweep.") || strings.HasPrefix(c.Key, "assert.")
	})
}

// value is a line of a scenario.
type value struct{ key, text, source string }

// values reads the lines of a scenario that is written out whole: one value a
// line, under the header of its table. A strategy's own tables bear its name.
func values(scenario string) []value {
	var all []value
	table, strategy := "", ""
	for line := range strings.Lines(scenario) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "["):
			if table = strings.Trim(line, "[]"); table == "strategy" {
				strategy = ""
			}
		case line == "" || strings.HasPrefix(line, "#"):
		default:
			text, note, _ := strings.Cut(line, "  # ")
			key, text, _ := strings.Cut(text, " = ")
			if table == "strategy" && key == "name" {
				strategy = strings.Trim(text, `"`)
				continue
			}
			within := table
			if rest, ok := strings.CutPrefix(table+".", "strategy."); ok && strategy != "" {
				within = strings.TrimSuffix("strategy."+strategy+"."+rest, ".")
			}
			if within != "" {
				key = within + "." + key
			}
			_, source, _ := strings.Cut(note, "source: ")
			if strings.Contains(note, "illustrative") {
				source = ""
			}
			all = append(all, value{key, text, source})
		}
	}
	return all
}
