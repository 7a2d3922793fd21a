package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"grapevine/lab/page"
)

// The lab is for this machine alone: no other name, no other path, nothing that
// writes, and a policy that lets the page load nothing.
func TestLabServesThisMachineOnly(t *testing.T) {
	handler := labHandler([]byte("the page"))
	for _, c := range []struct {
		method, target, host string
		want                 int
	}{
		{"GET", "/", "127.0.0.1:8765", 200},
		{"GET", "/", "localhost:8765", 200},
		{"GET", "/", "grapes.example:8765", 403}, // a name that was pointed at this machine
		{"GET", "/etc/passwd", "127.0.0.1:8765", 404},
		{"POST", "/", "127.0.0.1:8765", 404},
	} {
		r := httptest.NewRequest(c.method, c.target, nil)
		r.Host = c.host
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s %s of %s: status %d, want %d", c.method, c.target, c.host, w.Code, c.want)
		}
		if c.want != http.StatusOK {
			continue
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'sha256-", "style-src 'sha256-", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy %q lacks %q", policy, want)
			}
		}
		if strings.Contains(policy, "unsafe-inline") || strings.Contains(policy, "'unsafe-eval'") {
			t.Errorf("the policy %q is loose", policy)
		}
	}
}

// What a scenario is called or says cannot break out of the page.
func TestLabShowsNamesAsText(t *testing.T) {
	var b strings.Builder
	if err := page.Write(&b, page.Start{Name: "</script><script>alert(1)</script>", Text: "title = '</script>'"}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "<script>alert") || strings.Contains(b.String(), "title = '</script>") {
		t.Error("a scenario's text is markup in the page")
	}
	if strings.Contains(b.String(), "{{") && strings.Contains(b.String(), "}}</script>") {
		t.Error("a part of the page is missing")
	}
}

// The lab begins with a preset or a file; what is wrong with it is said before
// any page is made.
func TestLabExport(t *testing.T) {
	market, err := os.ReadFile("testdata/market.toml")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("mine.toml", market, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		say  string
	}{
		{[]string{"lab", "--export", "a.html"}, 0, "a.html: "},
		{[]string{"lab", "mine.toml", "--export", "b.html"}, 0, "b.html: "},
		{[]string{"lab", "hub-vs-many", "--export", "c.html"}, exitUsage, "hubs-vs-many"},
	} {
		var out strings.Builder
		if code := Main(t.Context(), c.args, &out, &out); code != c.code || !strings.Contains(out.String(), c.say) {
			t.Errorf("%q ends with %d and says\n%s\nwant %d and %q", c.args, code, &out, c.code, c.say)
		}
	}
	whole, err := os.ReadFile("b.html")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(whole), `"name":"mine"`) {
		t.Error("b.html does not begin with mine.toml")
	}
	if _, err := os.Stat("c.html"); err == nil {
		t.Error("a page was made for a preset that there is not")
	}
}
