/* keys ROUNDS X Y WIDTH HEIGHT
 * Types the letter x so many times into what has the keyboard, and waits each time until the screen shows something else in
 * that part of it. Prints the fastest, the median and the 95 % in milliseconds. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Of libXtst: its headers need not be installed. */
extern int XTestFakeKeyEvent(Display *, unsigned int, int, unsigned long);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b) {
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

int main(int argc, char **argv) {
    if (argc != 6) { fprintf(stderr, "usage: keys ROUNDS X Y WIDTH HEIGHT\n"); return 2; }
    int rounds = atoi(argv[1]), x = atoi(argv[2]), y = atoi(argv[3]), w = atoi(argv[4]), h = atoi(argv[5]);
    Display *d = XOpenDisplay(NULL);
    if (!d || rounds < 1) { fprintf(stderr, "keys: no display\n"); return 1; }
    Window root = DefaultRootWindow(d);
    KeyCode key = XKeysymToKeycode(d, XK_x);
    double *took = calloc(rounds, sizeof *took), read = 0;
    for (int i = 0; i < rounds; i++) {
        usleep(150000 + 1000 * (i * 7 % 17)); /* what the key before did is over, and no step of 60 a second is met twice */
        XImage *before = XGetImage(d, root, x, y, w, h, AllPlanes, ZPixmap);
        double begin = now();
        XTestFakeKeyEvent(d, key, True, 0);
        XTestFakeKeyEvent(d, key, False, 0);
        XFlush(d);
        for (;;) {
            double asked = now();
            XImage *then = XGetImage(d, root, x, y, w, h, AllPlanes, ZPixmap);
            took[i] = now() - begin;
            read = now() - asked;
            int same = !memcmp(before->data, then->data, (size_t)then->bytes_per_line * h);
            XDestroyImage(then);
            if (!same) break;
            if (took[i] > 20000) { fprintf(stderr, "keys: nothing changed in twenty seconds\n"); return 1; }
            usleep(500);
        }
        XDestroyImage(before);
    }
    qsort(took, rounds, sizeof *took, by_size);
    printf("%d | %.1f | %.1f | %.1f | (one look takes %.1f)\n", rounds, took[0], took[rounds / 2], took[rounds * 95 / 100], read);
    return 0;
}
