package handlelab.sim;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The calls of one process on events, mutexes and semaphores, and for several objects at once. */
final class ObjectCalls {
  private final ProcessKernel32 caller;
  private final ProcessObject process;
  private final SimulatedKernel kernel;

  ObjectCalls(ProcessKernel32 caller) {
    this.caller = caller;
    this.process = caller.process();
    this.kernel = process.kernel;
  }

  Created createEvent(
      SecurityAttributes attributes, boolean manualReset, boolean initialState, String name) {
    return create(
        "CreateEventW",
        ObjectType.EVENT,
        attributes,
        name,
        objectName -> new EventObject(kernel, objectName, manualReset, initialState));
  }

  Created createMutex(SecurityAttributes attributes, boolean initialOwner, String name) {
    return create(
        "CreateMutexW",
        ObjectType.MUTEX,
        attributes,
        name,
        objectName -> {
          MutexObject mutex = new MutexObject(kernel, objectName);
          if (initialOwner) {
            var unused = mutex.take(process.currentThread());
          }
          return mutex;
        });
  }

  /** Tested: counts out of range are ERROR_INVALID_PARAMETER, also for a live name. */
  Created createSemaphore(
      SecurityAttributes attributes, int initialCount, int maximumCount, String name) {
    if (maximumCount <= 0 || initialCount < 0 || initialCount > maximumCount) {
      throw new Win32Exception("CreateSemaphoreW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return create(
        "CreateSemaphoreW",
        ObjectType.SEMAPHORE,
        attributes,
        name,
        objectName -> new SemaphoreObject(kernel, objectName, initialCount, maximumCount));
  }

  /**
   * Documented: with the name of a live object of the type that is opened, and of the parameters
   * only the inherit flag counts. Tested: with that of another type, ERROR_INVALID_HANDLE.
   */
  private Created create(
      String function,
      ObjectType type,
      SecurityAttributes attributes,
      String name,
      Function<ObjectName, NamedObject> constructor) {
    ObjectName objectName = ObjectName.toCreate(function, name);
    kernel.lock.lock();
    try {
      process.checkRunning();
      NamedObject live = objectName == null ? null : kernel.named.get(objectName);
      if (live != null && live.type != type) {
        throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
      }
      NamedObject object = live == null ? constructor.apply(objectName) : live;
      boolean isInheritable = attributes != null && attributes.inheritHandle();
      return new Created(addRow(function, object, type.allAccess, isInheritable), live != null);
    } finally {
      kernel.lock.unlock();
    }
  }

  private Handle addRow(String function, NamedObject object, int access, boolean isInheritable) {
    int flags = isInheritable ? Win32.HANDLE_FLAG_INHERIT : 0;
    return kernel.addRow(process.table, object, access, flags, function);
  }

  /**
   * Tested: ERROR_FILE_NOT_FOUND if there is no object of that name; ERROR_ACCESS_DENIED if no
   * access is asked for.
   */
  Handle open(
      String function, ObjectType type, int desiredAccess, boolean inheritHandle, String name) {
    ObjectName objectName = ObjectName.toOpen(function, name);
    kernel.lock.lock();
    try {
      process.checkRunning();
      NamedObject object = kernel.named.get(objectName);
      if (object == null) {
        throw new Win32Exception(function, Win32Error.ERROR_FILE_NOT_FOUND);
      }
      if (object.type != type) {
        throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
      }
      int access = type.grant(function, desiredAccess, type.allAccess);
      if (access == 0) {
        throw new Win32Exception(function, Win32Error.ERROR_ACCESS_DENIED);
      }
      return addRow(function, object, access, inheritHandle);
    } finally {
      kernel.lock.unlock();
    }
  }

  void setEvent(Handle handle) {
    kernel.lock.lock();
    try {
      event("SetEvent", handle).set();
    } finally {
      kernel.lock.unlock();
    }
  }

  void resetEvent(Handle handle) {
    kernel.lock.lock();
    try {
      event("ResetEvent", handle).reset();
    } finally {
      kernel.lock.unlock();
    }
  }

  private EventObject event(String function, Handle handle) {
    Row row = caller.row(function, handle, EventObject.class, Win32.EVENT_MODIFY_STATE);
    return (EventObject) row.object();
  }

  /** Assumed: no access is needed. */
  void releaseMutex(Handle handle) {
    kernel.lock.lock();
    try {
      Row row = caller.row("ReleaseMutex", handle, MutexObject.class, 0);
      if (!((MutexObject) row.object()).release(process.currentThread())) {
        throw new Win32Exception("ReleaseMutex", Win32Error.ERROR_NOT_OWNER);
      }
    } finally {
      kernel.lock.unlock();
    }
  }

  int releaseSemaphore(Handle handle, int releaseCount) {
    if (releaseCount <= 0) {
      throw new Win32Exception("ReleaseSemaphore", Win32Error.ERROR_INVALID_PARAMETER);
    }
    kernel.lock.lock();
    try {
      Row row =
          caller.row(
              "ReleaseSemaphore", handle, SemaphoreObject.class, Win32.SEMAPHORE_MODIFY_STATE);
      int before = ((SemaphoreObject) row.object()).release(releaseCount);
      if (before < 0) {
        throw new Win32Exception("ReleaseSemaphore", Win32Error.ERROR_TOO_MANY_POSTS);
      }
      return before;
    } finally {
      kernel.lock.unlock();
    }
  }

  /**
   * Documented: 1 to 64 handles; a wait for all may not have an object twice. Assumed: both are
   * ERROR_INVALID_PARAMETER. Tested: a pseudo handle is ERROR_INVALID_HANDLE here.
   */
  int waitForMultiple(List<Handle> handles, boolean waitAll, int timeoutMillis) {
    List<Handle> all = List.copyOf(handles);
    process.checkRunning();
    if (all.isEmpty() || all.size() > Win32.MAXIMUM_WAIT_OBJECTS) {
      throw failedWait(Win32Error.ERROR_INVALID_PARAMETER);
    }
    kernel.lock.lock();
    try {
      List<KernelObject> objects = new ArrayList<>(all.size());
      for (Handle handle : all) {
        if (ProcessKernel32.isPseudo(handle)) {
          throw failedWait(Win32Error.ERROR_INVALID_HANDLE);
        }
        objects.add(
            caller
                .row("WaitForMultipleObjects", handle, KernelObject.class, Win32.SYNCHRONIZE)
                .object());
      }
      if (waitAll && hasOneTwice(objects)) {
        throw failedWait(Win32Error.ERROR_INVALID_PARAMETER);
      }
      return process.await(objects, waitAll, timeoutMillis, "WaitForMultipleObjects");
    } finally {
      kernel.lock.unlock();
    }
  }

  private static boolean hasOneTwice(List<KernelObject> objects) {
    Set<KernelObject> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    distinct.addAll(objects);
    return distinct.size() < objects.size();
  }

  private static Win32Exception failedWait(int errorCode) {
    return new Win32Exception("WaitForMultipleObjects", errorCode);
  }
}
