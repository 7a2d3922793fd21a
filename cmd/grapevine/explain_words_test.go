package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Whatever the README's table of the answer explains, explain knows, and every
// part of a difference in profit as the answer and the picture call it. What an
// explanation leads to can be explained.
func TestWordsOfTheAnswer(t *testing.T) {
	ask := func(word string) (int, string) {
		var out bytes.Buffer
		code := Main(t.Context(), []string{"explain", word}, &out, &out)
		return code, out.String()
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "| It says | It means |")
	table, _, _ = strings.Cut(table, "\n\n")
	asked := []string{"customers who would not have come", "customers lost", "customers who come sooner", "customers who stay longer", "customers who buy more often",
		"discounts and prices", "gifts", "programmes", "customers gained", "customers sooner", "customers stay", "bought more often", "own need", "margin", "existing customers"}
	for _, row := range regexp.MustCompile(`(?m)^\| (P\(best\)|loss if wrong|break-even|NPS|decisive|not decisive|synergy) \|`).FindAllStringSubmatch(table, -1) {
		asked = append(asked, row[1])
	}
	if len(asked) < 22 {
		t.Fatalf("the README explains other words: %q", asked)
	}
	for _, word := range asked {
		if code, said := ask(word); code != 0 {
			t.Errorf("explain %q: %s", word, said)
		}
	}
	for _, w := range glossary {
		for _, s := range w.see {
			if code, said := ask(s); code != 0 {
				t.Errorf("%s leads to %s: %s", w.names[0], s, said)
			}
		}
	}
	if code, _ := ask("no word of an answer"); code == 0 {
		t.Error("everything is explained")
	}
}
