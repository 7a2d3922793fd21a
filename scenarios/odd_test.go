package scenarios

import (
	"strings"
	"testing"
)

// The description of every preset has the seven elements of the protocol, each
// table that some strategy has with its values, and no part of the model that
// it does without.
func TestODD(t *testing.T) {
	for _, p := range Presets() {
		s := load1(t, p.Name)
		text := string(s.ODD())
		for _, element := range []string{"## 1 Purpose and patterns", "## 2 Entities", "## 3 Process overview", "## 4 Design concepts", "## 5 Initialisation", "## 6 Input data", "## 7 Submodels"} {
			if !strings.Contains(text, element) {
				t.Errorf("%s: there is no %q", p.Name, element)
			}
		}
		for _, y := range s.Strategies {
			for _, sh := range y.design.sheets {
				if sh.section.form == campaign && !strings.Contains(text, "`["+sh.head+"]`") {
					t.Errorf("%s: [%s] of strategy %q is not described", p.Name, sh.head, y.Name)
				}
			}
			if !strings.Contains(text, "**"+y.Name+"**") && len(s.Strategies) > 1 {
				t.Errorf("%s: strategy %q is not described", p.Name, y.Name)
			}
		}
		if strings.Contains(text, "<!--") {
			t.Errorf("%s: a mark of the page is left", p.Name)
		}
	}
	plain := string(load1(t, "cc-vs-ba").ODD())
	if strings.Contains(plain, "### 7.21 Crisis") || !strings.Contains(plain, "| `slots` | 300 |") {
		t.Error("the flagship has ambassadors and no crisis")
	}
	swept := string(load1(t, "replicate/talk-of-network").ODD())
	for _, want := range []string{"one replicate a point", "**Design.** A sweep, `grid`", "- `network.weak.degree`: 5, 17, 29\n"} {
		if !strings.Contains(swept, want) {
			t.Errorf("a sweep is described without %q", want)
		}
	}
	if strings.Contains(plain, "**Design.**") || !strings.Contains(plain, "200 replicates with the same luck") {
		t.Error("the flagship is no sweep, and has 200 replicates")
	}
}
