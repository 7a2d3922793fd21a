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
		if key := inMarket(c.Key); key != c.Key && slices.Contains(market, Change{key, c.From, c.To}) { // as the whole market has changed
			return true
		}
		return slices.Contains([]string{"seed", "replicates", "record_every", "title", "question"}, c.Key) || strings.HasPrefix(c.Key, "strategy.") && strings.HasSuffix(c.Key, ".about") || strings.HasPrefix(c.Key, "sweep.") || strings.HasPrefix(c.Key, "assert.")
	})
}

// value is a line of a scenario.
type value struct {
	key, text, source string
	origin            string // default, preset or illustrative; empty if the author has set it and vouches for it
}

// inMarket returns the key as the market has it, without the strategy whose it
// is.
func inMarket(key string) string {
	if rest, ok := strings.CutPrefix(key, "strategy."); ok {
		_, key, _ = strings.Cut(rest, ".")
	}
	return key
}

// own lists what the author of a scenario has set, as KEY = VALUE, in the order
// in which it stands there. What the scenario is called and how much is run is no
// assumption, and left out.
func own(scenario string) []string {
	var all []string
	for _, v := range values(scenario) {
		head, _, _ := strings.Cut(v.key, ".")
		named := strings.HasSuffix(v.key, ".name") || strings.HasSuffix(v.key, ".about") || strings.HasSuffix(v.key, ".use")
		if v.origin != "" || named || slices.Contains([]string{"title", "question", "seed", "replicates", "record_every", "currency", "objective", "sweep", "assert"}, head) {
			continue
		}
		if key := inMarket(v.key); key != v.key && slices.Contains(all, key+" = "+v.text) { // as the market has it
			continue
		}
		if line := v.key + " = " + v.text; !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return all
}

// values reads the lines of a scenario that is written out whole: one value a
// line, under the header of its table. A strategy's own tables bear its name, and
// segments theirs.
func values(scenario string) []value {
	var all []value
	table, strategy, segment := "", "", ""
	for line := range strings.Lines(scenario) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "["):
			switch table = strings.Trim(line, "[]"); table {
			case "strategy":
				strategy = ""
			case "segment":
				segment = ""
			}
		case line == "" || strings.HasPrefix(line, "#"):
		default:
			text, note, _ := strings.Cut(line, "  # ")
			key, text, _ := strings.Cut(text, " = ")
			if table == "strategy" && key == "name" {
				strategy = strings.Trim(text, `"`)
				continue
			}
			if table == "segment" && key == "name" {
				segment = strings.Trim(text, `"`)
			}
			within := table
			if table == "segment" && segment != "" {
				within = "segment." + segment
			}
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
			origin := ""
			for part := range strings.SplitSeq(note, "; ") {
				if part == "default" || part == "preset" || origin == "" && part == "illustrative" {
					origin = part
				}
			}
			all = append(all, value{key, text, source, origin})
		}
	}
	return all
}
