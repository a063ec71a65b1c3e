// A plain recursive interpreter of Karel programs, the yardstick of `cairn bench karel`: no compilation, no loop
// detection, one call per node. Prints actions per second of processor time on a loop-heavy program.
//   cc -O2 -o recursive recursive.c && ./recursive
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SIDE = 8, CELLS = SIDE * SIDE, MAX_CALLS = 10000 };
enum kind { PROGRAM, SEQUENCE, REPEAT, WHILE, IFELSE, MOVE, TURN_LEFT, TURN_RIGHT, PICK, PUT, FRONT_IS_CLEAR, MARKERS_PRESENT };

struct node { enum kind kind; int count; const struct node *a, *b, *c; };
struct world { unsigned char wall[CELLS], markers[CELLS]; int at, facing, calls, actions, total; double reward; int crashed; };

static const int ahead[4] = {-SIDE, 1, SIDE, -1};

static int sense(const struct node *node, struct world *world) {
  if (++world->calls > MAX_CALLS) world->crashed = 1;
  if (node->kind == FRONT_IS_CLEAR) return !world->wall[world->at + ahead[world->facing]];
  return world->markers[world->at] > 0;
}

static void act(enum kind kind, struct world *world) {
  if (world->crashed) return;
  if (++world->calls > MAX_CALLS) world->crashed = 1;
  world->actions++;
  int before = world->total, to;
  switch (kind) {
    case MOVE:
      to = world->at + ahead[world->facing];
      if (!world->wall[to]) world->at = to; else world->facing = (world->facing + 2) & 3;
      break;
    case TURN_LEFT: world->facing = (world->facing + 3) & 3; break;
    case TURN_RIGHT: world->facing = (world->facing + 1) & 3; break;
    case PICK: if (world->markers[world->at]) { world->markers[world->at]--; world->total--; } break;
    case PUT: if (world->markers[world->at] < 10) { world->markers[world->at]++; world->total++; } break;
    default: break;
  }
  world->reward += (before - world->total) / 36.0;
}

static void run(const struct node *node, struct world *world) {
  if (world->crashed) return;
  switch (node->kind) {
    case PROGRAM: run(node->a, world); break;
    case SEQUENCE: run(node->a, world); run(node->b, world); break;
    case REPEAT: for (int i = 0; i < node->count && !world->crashed; i++) run(node->a, world); break;
    case WHILE: while (!world->crashed && sense(node->a, world)) run(node->b, world); break;
    case IFELSE: run(sense(node->a, world) ? node->b : node->c, world); break;
    default: act(node->kind, world);
  }
}

int main(void) {
  // REPEAT 19 x 3: IFELSE frontIsClear (move) ELSE (turnLeft), turnRight
  const struct node move = {MOVE}, left = {TURN_LEFT}, right = {TURN_RIGHT}, front = {FRONT_IS_CLEAR};
  const struct node step = {IFELSE, 0, &front, &move, &left}, pair = {SEQUENCE, 0, &step, &right};
  const struct node r1 = {REPEAT, 19, &pair}, r2 = {REPEAT, 19, &r1}, r3 = {REPEAT, 19, &r2}, program = {PROGRAM, 0, &r3};

  struct world start;
  memset(&start, 0, sizeof start);
  for (int cell = 0; cell < CELLS; cell++) {
    int row = cell / SIDE, col = cell % SIDE, border = row == 0 || col == 0 || row == SIDE - 1 || col == SIDE - 1;
    start.wall[cell] = border;
    start.markers[cell] = !border;
    start.total += !border;
  }
  start.at = 6 * SIDE + 3;
  start.facing = 1;

  double best = 0, kept = 0;
  for (int window = 0; window < 5; window++) {
    clock_t began = clock();
    long actions = 0;
    do {
      for (int i = 0; i < 50; i++) {
        struct world world = start;
        run(&program, &world);
        actions += world.actions;
        kept += world.reward;
      }
    } while (clock() - began < CLOCKS_PER_SEC / 5);
    double rate = actions / ((double)(clock() - began) / CLOCKS_PER_SEC);
    if (rate > best) best = rate;
  }
  printf("%.0f %.0f\n", best, kept);
  return 0;
}
