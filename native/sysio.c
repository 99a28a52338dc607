/*
 * sysio: the Linux system calls that Node lacks, and readiness of their descriptors, as a Node-API addon.
 *
 * A call returns what the kernel returned, or -errno; src/kernel/syscalls.ts is the only user and gives it types. Nothing
 * here allocates per packet, every length comes from the typed array itself, and a wrong argument throws a TypeError.
 */
#define _GNU_SOURCE
#define NAPI_VERSION 8
#include <errno.h>
#include <node_api.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

/*
 * The part of libuv that is used, declared here because uv.h is not on the machines that build this: the package
 * node-api-headers does not carry it. All of it is libuv 1's stable ABI (semantic versions since 1.0), exported by every
 * node; handles stay opaque and their size is asked for at run time. docs/decisions/native-without-uv-header.md
 */
typedef struct uv_handle_s uv_handle_t;
enum { UV_POLL = 8, UV_READABLE = 1 };
extern size_t uv_handle_size(int type);
extern int uv_poll_init(struct uv_loop_s *loop, uv_handle_t *poll, int fd);
extern int uv_poll_start(uv_handle_t *poll, int events, void (*on_ready)(uv_handle_t *poll, int status, int events));
extern void uv_close(uv_handle_t *handle, void (*on_closed)(uv_handle_t *handle));
extern void uv_handle_set_data(uv_handle_t *handle, void *data);
extern void *uv_handle_get_data(const uv_handle_t *handle);

enum { MAX_ARGUMENTS = 4, MAX_SLOTS = 64 };

/* ---- System calls ---- */

/* A number, or the bytes (int32s for "w") of a typed array. */
typedef struct {
  int32_t number;
  void *data;
  size_t length;
} argument;

/* Types, a letter per argument: i int32, b Uint8Array, o Uint8Array or null, w Int32Array. */
typedef struct {
  const char *name;
  const char *types;
  int64_t (*run)(const argument *a);
} system_call;

/* socket(domain, type, protocol), close-on-exec and non-blocking */
static int64_t call_socket(const argument *a) {
  return socket(a[0].number, a[1].number | SOCK_CLOEXEC | SOCK_NONBLOCK, a[2].number);
}

/* close(fd) */
static int64_t call_close(const argument *a) { return close(a[0].number); }

/* bind(fd, address) */
static int64_t call_bind(const argument *a) { return bind(a[0].number, a[1].data, (socklen_t)a[1].length); }

/* setsockopt(fd, level, option, value) */
static int64_t call_setsockopt(const argument *a) {
  return setsockopt(a[0].number, a[1].number, a[2].number, a[3].data, (socklen_t)a[3].length);
}

/* sendto(fd, data, address or null, flags) */
static int64_t call_sendto(const argument *a) {
  return sendto(a[0].number, a[1].data, a[1].length, a[3].number | MSG_NOSIGNAL, a[2].data, (socklen_t)a[2].length);
}

/*
 * recvmmsg(fd, data, names, results): the arrays hold n slots each, where results has two words per slot, which become
 * the length of the message and its flags. Returns how many slots were filled.
 */
static int64_t call_recvmmsg(const argument *a) {
  size_t slots = a[3].length / 2;
  if (slots == 0 || slots > MAX_SLOTS) {
    errno = EINVAL;
    return -1;
  }
  struct mmsghdr messages[MAX_SLOTS];
  struct iovec pieces[MAX_SLOTS];
  size_t data_size = a[1].length / slots, name_size = a[2].length / slots;
  for (size_t i = 0; i < slots; i++) {
    struct msghdr *header = &messages[i].msg_hdr;
    pieces[i] = (struct iovec){(uint8_t *)a[1].data + i * data_size, data_size};
    *header = (struct msghdr){.msg_iov = &pieces[i], .msg_iovlen = 1, .msg_namelen = (socklen_t)name_size};
    if (name_size > 0) header->msg_name = (uint8_t *)a[2].data + i * name_size;
  }
  int filled = recvmmsg(a[0].number, messages, (unsigned)slots, MSG_DONTWAIT, NULL);
  for (int i = 0, *result = a[3].data; i < filled; i++) {
    *result++ = (int)messages[i].msg_len;
    *result++ = messages[i].msg_hdr.msg_flags;
  }
  return filled;
}

/* timerfd_create(clock), close-on-exec and non-blocking */
static int64_t call_timerfd_create(const argument *a) { return timerfd_create(a[0].number, TFD_CLOEXEC | TFD_NONBLOCK); }

/* timerfd_settime(fd, flags, seconds, nanoseconds), once */
static int64_t call_timerfd_settime(const argument *a) {
  struct itimerspec due = {.it_value = {.tv_sec = a[2].number, .tv_nsec = a[3].number}};
  return timerfd_settime(a[0].number, a[1].number, &due, NULL);
}

/* read8(fd): the 64-bit counter of a timerfd */
static int64_t call_read8(const argument *a) {
  int64_t counter = 0;
  return read(a[0].number, &counter, sizeof counter) < 0 ? -1 : counter;
}

/* sched_setscheduler(policy, priority), of the calling thread */
static int64_t call_sched_setscheduler(const argument *a) {
  struct sched_param parameters = {.sched_priority = a[1].number};
  return sched_setscheduler(0, a[0].number, &parameters);
}

/* flock(fd, operation) */
static int64_t call_flock(const argument *a) { return flock(a[0].number, a[1].number); }

static const system_call system_calls[] = {
    {"socket", "iii", call_socket},
    {"close", "i", call_close},
    {"bind", "ib", call_bind},
    {"setsockopt", "iiib", call_setsockopt},
    {"sendto", "iboi", call_sendto},
    {"recvmmsg", "ibbw", call_recvmmsg},
    {"timerfd_create", "i", call_timerfd_create},
    {"timerfd_settime", "iiii", call_timerfd_settime},
    {"read8", "i", call_read8},
    {"sched_setscheduler", "ii", call_sched_setscheduler},
    {"flock", "ii", call_flock},
};

static bool take_array(napi_env env, napi_value value, napi_typedarray_type wanted, argument *into) {
  bool is_array = false;
  napi_typedarray_type type;
  if (napi_is_typedarray(env, value, &is_array) != napi_ok || !is_array) return false;
  if (napi_get_typedarray_info(env, value, &type, &into->length, &into->data, NULL, NULL) != napi_ok) return false;
  return type == wanted;
}

static bool take_argument(napi_env env, napi_value value, char type, argument *into) {
  napi_valuetype kind;
  *into = (argument){0, NULL, 0};
  if (type == 'i') return napi_get_value_int32(env, value, &into->number) == napi_ok;
  if (type == 'w') return take_array(env, value, napi_int32_array, into);
  if (type == 'o' && napi_typeof(env, value, &kind) == napi_ok && kind == napi_null) return true;
  return take_array(env, value, napi_uint8_array, into);
}

static napi_value wrong_argument(napi_env env, const char *name, size_t index) {
  char text[96];
  snprintf(text, sizeof text, "sysio: %s: argument %zu has the wrong type", name, index + 1);
  napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", text);
  return NULL;
}

/* The Node-API itself has refused: no memory, or JavaScript may not run any more. A pending exception stays. */
static napi_value node_api_failed(napi_env env) {
  napi_throw_error(env, NULL, "sysio: a Node-API call failed");
  return NULL;
}

/* Every row of the table comes in here. */
static napi_value run_system_call(napi_env env, napi_callback_info info) {
  napi_value values[MAX_ARGUMENTS], result;
  argument arguments[MAX_ARGUMENTS];
  size_t count = MAX_ARGUMENTS;
  void *row;
  if (napi_get_cb_info(env, info, &count, values, NULL, &row) != napi_ok) return node_api_failed(env);
  const system_call *call = row;
  for (size_t i = 0; call->types[i] != '\0'; i++)
    if (!take_argument(env, values[i], call->types[i], &arguments[i])) return wrong_argument(env, call->name, i);
  int64_t returned = call->run(arguments);
  if (napi_create_int64(env, returned < 0 ? -errno : returned, &result) != napi_ok) return node_api_failed(env);
  return result;
}

/* ---- Readiness ---- */

/* Owned by the loop until its handle is closed, and by the JavaScript value until that is collected. */
typedef struct {
  napi_env env;
  uv_handle_t *poll; /* NULL from the moment it is told to close */
  napi_ref callback;
  napi_async_cleanup_hook_handle teardown;
  int owners;
} watcher;

static void disown(watcher *w) {
  if (--w->owners == 0) free(w);
}

static void on_closed(uv_handle_t *poll) {
  watcher *w = uv_handle_get_data(poll);
  free(poll);
  if (w->teardown != NULL) napi_remove_async_cleanup_hook(w->teardown);
  disown(w);
}

static void close_watcher(watcher *w) {
  uv_handle_t *poll = w->poll;
  if (poll == NULL) return;
  w->poll = NULL;
  if (w->callback != NULL) napi_delete_reference(w->env, w->callback);
  uv_close(poll, on_closed);
}

/* The environment (a worker thread, say) ends while the watcher is open: node waits until on_closed removes the hook. */
static void on_teardown(napi_async_cleanup_hook_handle hook, void *data) {
  (void)hook;
  close_watcher(data);
}

static void on_collected(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  close_watcher(data);
  disown(data);
}

static void on_ready(uv_handle_t *poll, int status, int events) {
  watcher *w = uv_handle_get_data(poll);
  napi_env env = w->env; /* the callback may close the watcher */
  napi_handle_scope scope;
  napi_value callback, receiver, error;
  (void)events;
  /* libuv stops watching on POLLERR, which a netlink socket raises when messages were lost; reading clears that. */
  if (status < 0) uv_poll_start(poll, UV_READABLE, on_ready);
  if (napi_open_handle_scope(env, &scope) != napi_ok) return;
  if (napi_get_reference_value(env, w->callback, &callback) == napi_ok && napi_get_global(env, &receiver) == napi_ok &&
      napi_make_callback(env, NULL, receiver, callback, 0, NULL, NULL) == napi_pending_exception &&
      napi_get_and_clear_last_exception(env, &error) == napi_ok)
    napi_fatal_exception(env, error);
  napi_close_handle_scope(env, scope);
}

static bool open_watcher(watcher *w, napi_value callback, napi_value *handle) {
  if (napi_create_reference(w->env, callback, 1, &w->callback) != napi_ok) return false;
  if (napi_add_async_cleanup_hook(w->env, on_teardown, w, &w->teardown) != napi_ok) return false;
  if (napi_create_object(w->env, handle) != napi_ok) return false;
  if (napi_wrap(w->env, *handle, w, on_collected, NULL, NULL) != napi_ok) return false;
  w->owners++;
  return uv_poll_start(w->poll, UV_READABLE, on_ready) == 0;
}

/* watch(fd, callback): called whenever the descriptor is readable. Returns a handle for unwatch, or -errno. */
static napi_value watch(napi_env env, napi_callback_info info) {
  napi_value values[2], handle;
  napi_valuetype kind;
  size_t count = 2;
  struct uv_loop_s *loop;
  int32_t fd;
  if (napi_get_cb_info(env, info, &count, values, NULL, NULL) != napi_ok) return node_api_failed(env);
  if (napi_get_value_int32(env, values[0], &fd) != napi_ok) return wrong_argument(env, "watch", 0);
  if (napi_typeof(env, values[1], &kind) != napi_ok || kind != napi_function) return wrong_argument(env, "watch", 1);
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) return node_api_failed(env);

  watcher *w = calloc(1, sizeof *w);
  uv_handle_t *poll = malloc(uv_handle_size(UV_POLL));
  int failed = w == NULL || poll == NULL ? -ENOMEM : uv_poll_init(loop, poll, fd);
  if (failed < 0) {
    free(poll);
    free(w);
    return napi_create_int64(env, failed, &handle) == napi_ok ? handle : node_api_failed(env);
  }
  *w = (watcher){.env = env, .poll = poll, .owners = 1};
  uv_handle_set_data(poll, w);
  if (open_watcher(w, values[1], &handle)) return handle;
  close_watcher(w);
  return node_api_failed(env);
}

/* unwatch(handle): the callback is not called any more and the descriptor may be closed; again is no mistake. */
static napi_value unwatch(napi_env env, napi_callback_info info) {
  napi_value value;
  size_t count = 1;
  void *data = NULL;
  if (napi_get_cb_info(env, info, &count, &value, NULL, NULL) != napi_ok) return node_api_failed(env);
  if (napi_unwrap(env, value, &data) != napi_ok || data == NULL) return wrong_argument(env, "unwatch", 0);
  close_watcher(data);
  return NULL;
}

static bool export_function(napi_env env, napi_value exports, const char *name, napi_callback run, const void *data) {
  napi_value function;
  return napi_create_function(env, name, NAPI_AUTO_LENGTH, run, (void *)data, &function) == napi_ok &&
         napi_set_named_property(env, exports, name, function) == napi_ok;
}

NAPI_MODULE_INIT() {
  bool done = export_function(env, exports, "watch", watch, NULL);
  done = done && export_function(env, exports, "unwatch", unwatch, NULL);
  for (size_t i = 0; i < sizeof system_calls / sizeof *system_calls; i++)
    done = done && export_function(env, exports, system_calls[i].name, run_system_call, &system_calls[i]);
  return done ? exports : node_api_failed(env);
}
